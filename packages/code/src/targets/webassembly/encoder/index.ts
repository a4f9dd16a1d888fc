export {
  type WasmApi,
  type WasmInstance,
  type WasmMemory,
  wasm,
} from "./api.ts";
export { compileModule } from "./compile-module.ts";
export type { Callable, FunctionBuilder, Local } from "./function.ts";
export { type ModuleBuilder, moduleBuilder } from "./module.ts";
