export {
  DATA_CHANGED,
  DATA_MEMORY,
  DATA_OUTSIDE,
  DATA_READ,
  DATA_SHAPE,
  HDF5_OUTSIDE,
  HDF5_READ,
  RESULT_DAMAGED,
  RESULT_FULL,
  RESULT_READ,
  RESULT_RESUME,
  RESULT_SHAPE,
  RESULT_WRITE,
} from "./errors.ts";
export { type InspectedFile, type InspectOptions, inspectFile } from "./inspect-file.ts";
export { type LoadOptions, loadFiles } from "./load-files.ts";
export type { InspectedAttribute, InspectedObject, InspectedTree } from "./read/inspect.ts";
export { type ReadResultOptions, readResult } from "./read-result.ts";
export { type ResultFileOptions, resultFile } from "./result-file.ts";
export type { Replayed } from "./resume-result.ts";
export { readSweepPlan, type SweepRun, writeSweep } from "./sweep-file.ts";
export { writeNetworkFiles } from "./write-network-files.ts";
export { writeResult } from "./write-result.ts";
