export { NWB_READ, NWB_SHAPE } from "./errors.ts";
export type {
  NwbColumn,
  NwbData,
  NwbFields,
  NwbFile,
  NwbImage,
  NwbObject,
  NwbSeries,
  NwbTable,
  NwbTiming,
  SeriesPart,
} from "./nwb-file.ts";
export { spikeTimesOf } from "./read/own-result.ts";
export type { ReadNwbFile } from "./read/read-nwb.ts";
export { timesOfSeries } from "./read/series.ts";
export { elementsOfRow } from "./read/table.ts";
export { readNwb } from "./read-nwb-file.ts";
