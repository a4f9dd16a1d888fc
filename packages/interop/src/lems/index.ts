export { lemsFiles } from "./data-files.ts";
export { type ReadLemsOptions, readLems } from "./read-lems.ts";
export type { DataColumn, DataFile, EventFile, LemsSimulation } from "./simulation.ts";
