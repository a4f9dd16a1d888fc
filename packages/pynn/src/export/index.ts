export {
  EXPORT_NEURON,
  EXPORT_STIMULUS,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
} from "./errors.ts";
export { type ExportOptions, exportPynn, type PynnExport } from "./export-pynn.ts";
export type { ExportLoss } from "./task.ts";
