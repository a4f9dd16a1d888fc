export { bulkRandom } from "./random/bulk-random.ts";
export { emitGaps, type GapFunctions } from "./random/gaps.ts";
export { emitInversion, type InversionFunctions } from "./random/inversion.ts";
export { emitRandomFunctions, type RandomFunctions } from "./random/random.ts";
export { javascriptKernel } from "./targets/javascript/kernel.ts";
export {
  type CountLooped,
  type KernelLayout,
  loopedExport,
  type RunKernel,
} from "./targets/layout.ts";
export {
  javascriptScalar,
  type LocalOf,
  type ScalarWriter,
  webAssemblyScalars,
} from "./targets/scalars.ts";
export {
  type WasmApi,
  type WasmInstance,
  type WasmMemory,
  wasm,
} from "./targets/webassembly/encoder/api.ts";
export type { FunctionBuilder, Local } from "./targets/webassembly/encoder/function.ts";
export { type ModuleBuilder, moduleBuilder } from "./targets/webassembly/encoder/module.ts";
export { webAssemblyKernel } from "./targets/webassembly/kernel.ts";
