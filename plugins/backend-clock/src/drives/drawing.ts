/** What draws while a network runs, for neurons and for the events that drive them; loaded where any do. */
export { javascriptRandomness, tunedAddCounts, webAssemblyRandomness } from "@spikeloom/code";
export { countsAdded, layDrives, prepareDrives } from "./drives.ts";
