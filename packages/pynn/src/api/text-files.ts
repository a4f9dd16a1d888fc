import { FILE } from "./errors.ts";
import type { SimulationState } from "./state.ts";

/** Read a text file through the access passed to setup. */
export function readText({ files }: Pick<SimulationState, "files">, path: string): string {
  if (files !== undefined) return files.read(path);
  throw FILE({ place: path, message: "This simulation has no access to files.", next });
}

/** A kind of text that a simulation writes. */
type WrittenKind = "data" | "connections" | "matrices" | "positions";

/** The kinds of texts, recognised by their beginnings. */
const earlier: Readonly<Record<WrittenKind, RegExp>> = {
  data: /^\{"name":.*"simulator":"SpikeLoom"/s,
  connections: /^# columns = \[/,
  matrices: /^# \w+\n-?[\d.]/,
  positions: /^\d+(?:\t-?[\d.]+(?:e[+-]?\d+)?){3}\n/,
};

/**
 * Write a text file through the access passed to setup.
 *
 * It replaces an earlier output of the same kind, as scripts that run again expect, and no other file.
 */
export function writeText(
  { files }: Pick<SimulationState, "files">,
  { path, kind }: { readonly path: string; readonly kind: WrittenKind },
  text: string,
): void {
  if (files === undefined) {
    throw FILE({ place: path, message: "This simulation has no access to files.", next });
  }
  files.write(path, text, (beginning) => earlier[kind].test(beginning));
}

const next = 'Use setup() of "spikeloom/pynn", or pass a "files" record to setup().';
