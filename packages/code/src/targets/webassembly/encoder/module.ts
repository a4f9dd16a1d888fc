import { WASM_STRUCTURE } from "../../../errors.ts";
import { type ByteWriter, byteWriter } from "./bytes.ts";
import { writeConstant } from "./constants.ts";
import {
  type Callable,
  type FunctionBuilder,
  type FunctionCode,
  functionCode,
  type Global,
} from "./function.ts";
import { floatText, functionText, identifier } from "./text.ts";
import { type Signature, typeCodes, type ValueType } from "./types.ts";

/** The memory of a module, in pages of 64 KiB; either imported, or created by the module and exported. */
export interface MemoryShape {
  readonly import?: readonly [module: string, name: string];
  readonly export?: string;
  readonly min: number;
  readonly max?: number;
  /** Whether workers share it; requires `max`. */
  readonly shared?: boolean;
}

/** Parameters and results of a function; it is exported under its own name unless `export` is false. */
export interface FunctionOptions {
  readonly params?: readonly (readonly [name: string, type: ValueType])[];
  readonly results?: readonly ValueType[];
  readonly export?: boolean;
}

/** Collects the parts of a WebAssembly module and writes its bytes. */
export interface ModuleBuilder {
  /** Import a function; all imports come before the first `func`. */
  importFunc(from: readonly [module: string, name: string], signature: Signature): Callable;
  func(name: string, options?: FunctionOptions): FunctionBuilder;
  /** Create a global scalar; with `export` it is exported under that name. */
  global(
    type: "i32" | "i64" | "f32" | "f64",
    options: {
      readonly initial: number | bigint;
      readonly mutable?: boolean;
      readonly export?: string;
    },
  ): Global;
  /** Copy bytes to a fixed address at instantiation. */
  data(address: number, bytes: Uint8Array): void;
  /** Write the module as text; `placeOf` describes addresses. */
  text(placeOf?: (address: number) => string | undefined): string;
  /** Write the module; the builder cannot be used afterwards. */
  build(): Uint8Array<ArrayBuffer>;
}

interface Imported extends Callable {
  readonly from: readonly [module: string, name: string];
}

interface Parts {
  readonly memory: MemoryShape | undefined;
  readonly types: Map<string, { readonly index: number; readonly signature: Signature }>;
  readonly imports: Imported[];
  readonly functions: { readonly code: FunctionCode; readonly exported: boolean }[];
  readonly globals: {
    readonly global: Global;
    readonly initial: number | bigint;
    readonly export: string | undefined;
  }[];
  readonly data: { readonly address: number; readonly bytes: Uint8Array }[];
}

/** Start a WebAssembly module with at most one memory. */
export function moduleBuilder(options: { readonly memory?: MemoryShape } = {}): ModuleBuilder {
  const parts: Parts = {
    memory: options.memory,
    types: new Map(),
    imports: [],
    functions: [],
    globals: [],
    data: [],
  };
  if (parts.memory?.shared && parts.memory.max === undefined) {
    throw WASM_STRUCTURE({ place: "memory", message: "A shared memory has no maximum." });
  }
  return {
    importFunc(from, signature) {
      const name = from.join(".");
      if (parts.functions.length > 0) {
        const message = `"${name}" is imported after the first function.`;
        throw WASM_STRUCTURE({ place: "imports", message });
      }
      const imported: Imported = { index: parts.imports.length, name, signature, from };
      parts.imports.push(imported);
      return imported;
    },
    func: (name, shape = {}) => addFunction(parts, name, shape),
    global(type, { initial, mutable = false, export: exported }) {
      const global: Global = { index: parts.globals.length, type, mutable };
      parts.globals.push({ global, initial, export: exported });
      return global;
    },
    data(address, bytes) {
      if (parts.memory === undefined) {
        throw WASM_STRUCTURE({ place: "data", message: "Data requires a memory." });
      }
      parts.data.push({ address, bytes });
    },
    text: (placeOf = () => undefined) => moduleText(parts, placeOf),
    build: () => writeModule(parts),
  };
}

function addFunction(parts: Parts, name: string, options: FunctionOptions): FunctionBuilder {
  if (parts.functions.some(({ code }) => code.builder.name === name)) {
    const message = `There are two functions "${name}".`;
    throw WASM_STRUCTURE({ place: `function ${name}`, message });
  }
  const code = functionCode({
    index: parts.imports.length + parts.functions.length,
    name,
    params: options.params ?? [],
    results: options.results ?? [],
  });
  parts.functions.push({ code, exported: options.export ?? true });
  return code.builder;
}

function typeIndex({ types }: Parts, signature: Signature): number {
  const key = `${signature.params.join()}:${signature.results.join()}`;
  const known = types.get(key);
  if (known !== undefined) return known.index;
  const index = types.size;
  types.set(key, { index, signature });
  return index;
}

function writeModule(parts: Parts): Uint8Array<ArrayBuffer> {
  const out = byteWriter(4096);
  // Imports and functions fill the table of types, which comes first in the file.
  const imports = writeImports(parts);
  const functions = vector(parts.functions, (item, { code }) =>
    item.u32(typeIndex(parts, code.builder.signature)),
  );
  const types = vector([...parts.types.values()], (item, { signature }) => {
    item.u8(0x60);
    writeTypes(item, signature.params);
    writeTypes(item, signature.results);
  });
  out.bytes(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  writeSection(out, 1, types);
  writeSection(out, 2, imports);
  writeSection(out, 3, functions);
  const own = parts.memory !== undefined && parts.memory.import === undefined;
  writeSection(out, 5, vector(own ? [parts.memory] : [], writeLimits));
  writeSection(out, 6, vector(parts.globals, writeGlobal));
  writeSection(out, 7, writeExports(parts));
  writeSection(
    out,
    10,
    vector(parts.functions, (item, { code }) => {
      const body = byteWriter(1024);
      code.writeTo(body);
      item.u32(body.length);
      item.append(body);
    }),
  );
  writeSection(out, 11, vector(parts.data, writeData));
  writeNames(out, parts);
  return out.view().slice();
}

interface Vector {
  readonly count: number;
  readonly content: ByteWriter;
}

function vector<Item>(
  items: readonly Item[],
  write: (content: ByteWriter, item: Item) => void,
): Vector {
  const content = byteWriter();
  for (const item of items) write(content, item);
  return { count: items.length, content };
}

function writeSection(out: ByteWriter, id: number, { count, content }: Vector): void {
  if (count === 0) return;
  const head = byteWriter(8);
  head.u32(count);
  out.u8(id);
  out.u32(head.length + content.length);
  out.append(head);
  out.append(content);
}

function writeTypes(out: ByteWriter, types: readonly ValueType[]): void {
  out.u32(types.length);
  for (const type of types) out.u8(typeCodes[type]);
}

function writeLimits(out: ByteWriter, { min, max, shared }: MemoryShape): void {
  out.u8((max === undefined ? 0 : 1) | (shared ? 2 : 0));
  out.u32(min);
  if (max !== undefined) out.u32(max);
}

function writeImports(parts: Parts): Vector {
  const content = byteWriter();
  let count = 0;
  const from = ([module, name]: readonly [string, string], kind: number): void => {
    content.name(module);
    content.name(name);
    content.u8(kind);
    count++;
  };
  if (parts.memory?.import !== undefined) {
    from(parts.memory.import, 2);
    writeLimits(content, parts.memory);
  }
  for (const imported of parts.imports) {
    from(imported.from, 0);
    content.u32(typeIndex(parts, imported.signature));
  }
  return { count, content };
}

function writeGlobal(out: ByteWriter, { global, initial }: Parts["globals"][number]): void {
  out.u8(typeCodes[global.type]);
  out.u8(global.mutable ? 1 : 0);
  writeConstant(out, global.type === "v128" ? "i64x2" : global.type, initial);
  out.u8(0x0b);
}

function writeExports({ memory, functions, globals }: Parts): Vector {
  const exports: [name: string, kind: number, index: number][] = [];
  for (const { code, exported } of functions) {
    if (exported) exports.push([code.builder.name, 0, code.builder.index]);
  }
  if (memory?.export !== undefined) exports.push([memory.export, 2, 0]);
  for (const { global, export: name } of globals) {
    if (name !== undefined) exports.push([name, 3, global.index]);
  }
  return vector(exports, (out, [name, kind, index]) => {
    out.name(name);
    out.u8(kind);
    out.u32(index);
  });
}

function writeData(out: ByteWriter, { address, bytes }: Parts["data"][number]): void {
  out.u8(0);
  writeConstant(out, "i32", address);
  out.u8(0x0b);
  out.u32(bytes.length);
  out.bytes(bytes);
}

/** Function names in the custom section `name`: profilers and stack traces show them. */
function writeNames(out: ByteWriter, { imports, functions }: Parts): void {
  const all = [...imports, ...functions.map(({ code }) => code.builder)];
  if (all.length === 0) return;
  const map = byteWriter();
  map.u32(all.length);
  for (const { index, name } of all) {
    map.u32(index);
    map.name(name);
  }
  const section = byteWriter();
  section.name("name");
  section.u8(1);
  section.u32(map.length);
  section.append(map);
  out.u8(0);
  out.u32(section.length);
  out.append(section);
}

/** Write the parts in the order in which assemblers number them, as in the binary format. */
function moduleText(parts: Parts, placeOf: (address: number) => string | undefined): string {
  const { memory, imports, functions, globals, data } = parts;
  const all = [...imports, ...functions.map(({ code }) => code.builder)];
  const ids = all.map(({ name, index }) => `$${identifier(name)}.${index}`);
  const limits = memory && `${memory.min}${memory.max === undefined ? "" : ` ${memory.max}`}`;
  const shape = `${limits}${memory?.shared ? " shared" : ""}`;
  const own = memory !== undefined && memory.import === undefined;
  return [
    "(module",
    ...(memory?.import ? [`  (import ${quoted(...memory.import)} (memory ${shape}))`] : []),
    ...imports.map(({ from, index, signature: { params, results } }) => {
      const taken = params.length === 0 ? "" : ` (param ${params.join(" ")})`;
      const given = results.length === 0 ? "" : ` (result ${results.join(" ")})`;
      return `  (import ${quoted(...from)} (func ${ids[index]}${taken}${given}))`;
    }),
    ...functions.map(({ code, exported }) => {
      const { index, name } = code.builder;
      const head = `(func ${ids[index]}${exported ? ` (export ${quoted(name)})` : ""}`;
      return functionText(code, head, { functions: ids, placeOf });
    }),
    ...(own ? [`  (memory${exportText(memory.export)} ${shape})`] : []),
    ...globals.map(({ global: { type, mutable }, initial, export: name }) => {
      const value = typeof initial === "bigint" ? String(initial) : floatText(initial);
      const holds = mutable ? `(mut ${type})` : type;
      return `  (global${exportText(name)} ${holds} (${type}.const ${value}))`;
    }),
    ...data.map(({ address, bytes }) => {
      const text = [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`);
      return `  (data (i32.const ${address}) "${text.join("")}")`;
    }),
    ")",
    "",
  ].join("\n");
}

function exportText(name: string | undefined): string {
  return name === undefined ? "" : ` (export ${quoted(name)})`;
}

function quoted(...names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(" ");
}
