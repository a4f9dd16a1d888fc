import { type WasmMemory, wasm } from "../../src/targets/webassembly/encoder/api.ts";
import { type ModuleBuilder, moduleBuilder } from "../../src/targets/webassembly/encoder/module.ts";
import { validText } from "../targets/webassembly/encoder/validate.ts";

/** The functions of a module and the memory that they work on. */
interface Instantiated {
  readonly buffer: ArrayBufferLike;
  call(name: string, ...args: readonly number[]): number;
}

/** Create a module from emitted code, check that it is valid, and instantiate it with the given number of pages. */
export function instantiate(emit: (m: ModuleBuilder) => unknown, pages: number): Instantiated {
  const m = moduleBuilder({ memory: { export: "memory", min: pages } });
  emit(m);
  const bytes = m.build();
  validText(bytes);
  const { exports } = new wasm.Instance(new wasm.Module(bytes));
  const { memory, ...functions } = exports;
  return {
    buffer: (memory as WasmMemory).buffer,
    call: (name, ...args) => (functions[name] as (...args: readonly number[]) => number)(...args),
  };
}
