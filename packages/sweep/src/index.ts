export type { ParameterValue } from "@spikeloom/network";
export { type ArrayScriptOptions, type ArraySystem, arrayScript } from "./array-script.ts";
export { type NetworkSource, networkWith, planBuiltSweep } from "./built-networks.ts";
export { type CollectOptions, collectRuns, type MeasuredRun, measureRuns } from "./collect-runs.ts";
export {
  SWEEP_JOB,
  SWEEP_OTHER,
  SWEEP_PLAN,
  SWEEP_STOPPED,
  SWEEP_UNFINISHED,
  SWEEP_VALUES,
} from "./errors.ts";
export {
  type MeasureName,
  measures,
  type PopulationMeasures,
  takenMeasures,
  usualMeasures,
} from "./measures.ts";
export { readValues } from "./read-values.ts";
export { type RunJobsOptions, type RunOne, runJobs } from "./run-jobs.ts";
export {
  type ColumnKind,
  type SweepColumn,
  type SweptValues,
  sweepColumns,
  sweptValues,
  textOfValue,
} from "./sweep-columns.ts";
export {
  beginSweep,
  missingJobs,
  removeRuns,
  type SweepFolder,
  type SweepState,
  sweepFolder,
  sweepState,
} from "./sweep-folder.ts";
export {
  checkJobs,
  jobOfSweep,
  type NetworkOfJob,
  networkOfJob,
  type PlanRest,
  planSweep,
  readSweepPlan,
  type SweepJob,
  type SweepPlan,
  type SweepRanges,
  seedsOf,
  writeSweepPlan,
} from "./sweep-plan.ts";
export { sweepParquet, sweepTable } from "./sweep-table.ts";
