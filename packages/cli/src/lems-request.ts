import { lemsFiles, readLems } from "@spikeloom/interop/lems";
import type { ReadRequest } from "./asked-files.ts";

/** Read which files a LEMS simulation writes: in the working directory or below. */
export const lemsRequest: ReadRequest = async (source, { beside }) => {
  const simulation = await readLems(source, { beside });
  const { dataFiles, eventFiles } = simulation;
  return {
    folder: ".",
    names: [...dataFiles, ...eventFiles].map(({ fileName }) => fileName),
    files: (result) => lemsFiles(result, simulation),
  };
};
