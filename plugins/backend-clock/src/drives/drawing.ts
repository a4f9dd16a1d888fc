/** Random draws during a run, for neurons and for the events that drive them; loaded if there are any. */
export { javascriptRandomness, tunedAddCounts, webAssemblyRandomness } from "@spikeloom/code";
export { countsAdded, layDrives, prepareDrives } from "./drives.ts";
