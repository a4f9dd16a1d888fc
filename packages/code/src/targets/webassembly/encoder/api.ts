/** A WebAssembly memory; `buffer` is replaced when it grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  grow(pages: number): number;
}

/** A compiled module: opaque, can be posted to workers. */
export type WasmModule = object;

/** An instance with its exports. */
export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Imports by module name, then by name. */
export type WasmImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The parts of the global `WebAssembly` that SpikeLoom uses.
 *
 * Only lib.dom declares it otherwise.
 */
export interface WasmApi {
  readonly Memory: new (options: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  readonly Instance: new (module: WasmModule, imports?: WasmImports) => WasmInstance;
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<WasmModule>;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** The WebAssembly implementation of this platform. */
export const wasm: WasmApi = (globalThis as unknown as { readonly WebAssembly: WasmApi })
  .WebAssembly;
