export { bulkRandom } from "./functions/bulk-random.ts";
export { emitGaps, type GapFunctions } from "./functions/gaps.ts";
export { hostFunctions } from "./functions/host.ts";
export { emitInversion, type InversionFunctions } from "./functions/inversion.ts";
export { emitRandomFunctions, type RandomFunctions } from "./functions/random.ts";
export { lowerNeuron } from "./passes/lower-neuron.ts";
export type { LowerOptions } from "./passes/lowering.ts";
export { type ModelReader, modelReader } from "./passes/parse-model.ts";
export type { Draw, Kernel, Slot, SlotRole, StepProgram } from "./program.ts";
export { lowerSynapse, type SynapseLowering } from "./synapses/lower-synapse.ts";
export type { RuleModel } from "./synapses/names-of-models.ts";
export type {
  Assignments,
  DrawKind,
  EventProgram,
  FilterProgram,
  Let,
  Motion,
  NamedEvent,
  StructureProgram,
  SynapseProgram,
} from "./synapses/synapse-program.ts";
export { javascriptKernel } from "./targets/javascript.ts";
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
export { webAssemblyKernel } from "./targets/webassembly.ts";
export { type WasmApi, type WasmInstance, type WasmMemory, wasm } from "./wasm/api.ts";
export type { FunctionBuilder, Local } from "./wasm/function.ts";
export { type ModuleBuilder, moduleBuilder } from "./wasm/module.ts";
