import { type WasmModule, wasm } from "./api.ts";

/** Number of modules that are kept: those of the networks that run in turn. */
const most = 8;

const kept: { readonly bytes: Uint8Array<ArrayBuffer>; readonly module: WasmModule }[] = [];

/**
 * Compile a module, unless one of the last modules has the same bytes.
 *
 * A module that is used again has its optimised code from the start: copies of a batch often differ only in their data.
 */
export function compileModule(bytes: Uint8Array<ArrayBuffer>): WasmModule {
  const at = kept.findIndex((one) => isSame(one.bytes, bytes));
  const found = kept[at] ?? { bytes, module: new wasm.Module(bytes) };
  if (at >= 0) kept.splice(at, 1);
  kept.unshift(found);
  kept.length = Math.min(kept.length, most);
  return found.module;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, k) => byte === right[k]);
}
