export {
  type BrunelState,
  brunelNetwork,
  brunelStates,
} from "./brunel-2000/network.ts";
export { type Comparison, compare, comparePart, reproduce } from "./compare.ts";
export { comparisonTable } from "./comparison-table.ts";
export {
  ARGUMENTS,
  CIRCUIT_DRIVE,
  CIRCUIT_SCALE,
  DIGIT_DARK,
  DIGITS,
  NOT_MEASURED,
  REFERENCE,
  STUDY_UNKNOWN,
} from "./errors.ts";
export type { CircuitDrive } from "./potjans-diesmann-2014/downscale.ts";
export { type CircuitOptions, microcircuitNetwork } from "./potjans-diesmann-2014/network.ts";
export { type PublishedNumber, type Reference, readReference, type Tier } from "./reference.ts";
export { studies } from "./studies.ts";
export type { Measured, Study } from "./study.ts";
