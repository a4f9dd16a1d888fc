export {
  type BrunelState,
  brunelNetwork,
  brunelStates,
} from "./brunel-2000/network.ts";
export { type Comparison, compare, comparePart, reproduce } from "./compare.ts";
export { comparisonTable } from "./comparison-table.ts";
export { ARGUMENTS, NOT_MEASURED, REFERENCE, STUDY_UNKNOWN } from "./errors.ts";
export { type PublishedNumber, type Reference, readReference, type Tier } from "./reference.ts";
export { studies } from "./studies.ts";
export type { Measured, Study } from "./study.ts";
