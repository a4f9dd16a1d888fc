export { trueNorthAxon } from "./axon.ts";
export {
  rancAsymmetricDialect,
  rancDialect,
  rancSimulatorDialect,
  type TrueNorthDialect,
  type TrueNorthDialectName,
  trueNorthDialect,
  trueNorthDialects,
} from "./dialects.ts";
export { type ChipProgram, type ChipRequest, emulated } from "./emulated.ts";
export {
  TRUENORTH_DELAY,
  TRUENORTH_DIALECT,
  TRUENORTH_FAN_OUT,
  TRUENORTH_NEURON,
  TRUENORTH_SYNAPSE,
} from "./errors.ts";
export { trueNorthNeuron } from "./neuron.ts";
export { trueNorthSynapse } from "./synapse.ts";
export { type TrueNorthOptions, truenorth } from "./truenorth.ts";
