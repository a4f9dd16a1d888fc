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
export { type ChipRequest, emulated } from "./emulated.ts";
export {
  RANC_FILE,
  RANC_MEMORY,
  TRUENORTH_DELAY,
  TRUENORTH_DIALECT,
  TRUENORTH_FAN_OUT,
  TRUENORTH_NEURON,
  TRUENORTH_SYNAPSE,
} from "./errors.ts";
export { trueNorthNeuron } from "./neuron.ts";
export { rancFormat } from "./ranc/format.ts";
export { type MappedRanc, type RancRequest, rancFromNetwork } from "./ranc/from-network.ts";
export {
  type CoreMemory,
  type RancMemory,
  readRancMemory,
  writeRancMemory,
} from "./ranc/memory.ts";
export { rancOutputs } from "./ranc/outputs.ts";
export type { Place, RancChip, RancCore, RancNeuron, RancPacket } from "./ranc/ranc-chip.ts";
export { type RancSize, readRancJson } from "./ranc/read-json.ts";
export {
  type RancNetwork,
  type RancNetworkOptions,
  type RancOutput,
  rancNetwork,
} from "./ranc/to-network.ts";
export { rancConfiguration, rancJson } from "./ranc/write-json.ts";
export { trueNorthSynapse } from "./synapse.ts";
export { type TrueNorthOptions, truenorth } from "./truenorth.ts";
