export { type DataFiles, dataFiles } from "./data-files.ts";
export { type DrawnConnections, drawConnections } from "./drawn-connections.ts";
export { EXPORT_NEURON, EXPORT_STIMULUS, EXPORT_SYNAPSE, EXPORT_VALUE } from "./errors.ts";
export {
  attempt,
  type ExportOptions,
  type ExportTask,
  exportScript,
  type ScriptExport,
  sayLags,
  sayPrecision,
} from "./export-script.ts";
export { nestSolverGap } from "./nest-solver.ts";
export {
  before,
  behind,
  call,
  dictionary,
  flat,
  keyword,
  layOut,
  list,
  type Python,
  spread,
} from "./python/layout.ts";
export { pythonFloat, pythonText } from "./python/literals.ts";
export { type GrowthRequest, roundingGrowth } from "./rounding-growth.ts";
export {
  allInUnit,
  FEW_TIMES,
  inUnit,
  type Numbers,
  numberOf,
  numbersCode,
  oneIfAlike,
} from "./values.ts";
