import { dirname, isAbsolute, relative, resolve } from "node:path";
import { readSonataOutputs, type SonataOutputs, sonataFiles } from "@spikeloom/interop/sonata";
import type { ReadRequest } from "./asked-files.ts";

/** Read which files a SONATA simulation writes: in the folder of its configuration or below. */
export const sonataRequest: ReadRequest = async (source, { file, beside }) => {
  const folder = dirname(file);
  const within = (path: string): string =>
    isAbsolute(path) ? relative(resolve(folder), path) : path;
  const read = await readSonataOutputs(source, { beside });
  const outputs: SonataOutputs = {
    ...read,
    spikes: read.spikes === undefined ? undefined : within(read.spikes),
    spikesTable: read.spikesTable === undefined ? undefined : within(read.spikesTable),
    reports: read.reports.map((report) => ({ ...report, path: within(report.path) })),
  };
  const { spikes, spikesTable, reports } = outputs;
  const names = [spikes, spikesTable, ...reports.map(({ path }) => path)];
  return {
    folder,
    names: names.filter((name) => name !== undefined),
    files: (result) => sonataFiles(result, outputs),
  };
};
