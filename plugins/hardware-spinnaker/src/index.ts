export type { SpinnakerRounding } from "./arithmetic.ts";
export { spinnakerGraph } from "./cores.ts";
export { emulated } from "./emulated.ts";
export {
  SPINNAKER_DELAY,
  SPINNAKER_NEURON,
  SPINNAKER_RECORD,
  SPINNAKER_STATE,
  SPINNAKER_SYNAPSE,
  SPINNAKER_TABLES,
  SPINNAKER_WEIGHT,
} from "./errors.ts";
export { spinnakerLif } from "./lif.ts";
export { type SpinnakerOptions, spinnaker } from "./spinnaker.ts";
export { spynnakerFormat } from "./spynnaker/format.ts";
export { checkMappingFiles, type MappingFiles } from "./tables/check-files.ts";
export { spinnakerTablesFormat } from "./tables/format.ts";
