export { lowerNeuron } from "./neurons/lower-neuron.ts";
export type { LowerOptions } from "./neurons/lowering.ts";
export { type ModelReader, modelReader } from "./neurons/model-reader.ts";
export { namesReadBy, valuesIn } from "./neurons/statements.ts";
export {
  type Draw,
  type GuardedLoop,
  isLoop,
  type Kernel,
  type Slot,
  type SlotRole,
  type Statement,
  type StepProgram,
} from "./neurons/step-program.ts";
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
