import { FILE } from "./errors.ts";
import type { SimulationState } from "./state.ts";

/** Read a text file through the access passed to setup. */
export function readText({ files }: Pick<SimulationState, "files">, path: string): string {
  if (files !== undefined) return files.read(path);
  throw FILE({ place: path, message: "This simulation has no access to files.", next });
}

/** Write a text file through the access passed to setup. */
export function writeText(
  { files }: Pick<SimulationState, "files">,
  path: string,
  text: string,
): void {
  if (files === undefined) {
    throw FILE({ place: path, message: "This simulation has no access to files.", next });
  }
  files.write(path, text);
}

const next = 'Use setup() of "spikeloom/pynn", or pass a "files" record to setup().';
