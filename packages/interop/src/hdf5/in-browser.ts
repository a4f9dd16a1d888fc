// Replaces index.ts in bundles for browsers, which cannot read or write files.

import type { NetworkRecord } from "@spikeloom/kernel";
import { replaceFiles } from "@spikeloom/network";
import type { Result } from "@spikeloom/simulate";
import { DATA_READ, HDF5_READ, RESULT_READ, RESULT_WRITE } from "./errors.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { resultFile as resultFileInNode } from "./result-file.ts";

export {
  DATA_CHANGED,
  DATA_MEMORY,
  DATA_OUTSIDE,
  DATA_READ,
  DATA_SHAPE,
  HDF5_OUTSIDE,
  HDF5_READ,
  RESULT_DAMAGED,
  RESULT_FULL,
  RESULT_READ,
  RESULT_RESUME,
  RESULT_SHAPE,
  RESULT_WRITE,
} from "./errors.ts";
export type { InspectedFile, InspectOptions } from "./inspect-file.ts";
export type { LoadOptions } from "./load-files.ts";
export type { InspectedAttribute, InspectedObject, InspectedTree } from "./read/inspect.ts";

const reason = "it needs Node, but this is a browser";

/** Refuse to read files; return a network without files unchanged. */
export async function loadFiles(network: NetworkRecord): Promise<NetworkRecord> {
  return replaceFiles(network, ({ place, record: { file } }) => {
    throw DATA_READ({ place, file, reason });
  });
}

/** Refuse to read. */
export function readResult(path: string): Promise<Result> {
  return Promise.reject(RESULT_READ({ path, reason }));
}

/** Refuse to write. */
export function writeResult(_result: Result, path: string): Promise<void> {
  return Promise.reject(RESULT_WRITE({ path, reason }));
}

/** Refuse to read. */
export function inspectFile(path: string): InspectedFile {
  throw HDF5_READ({ path, reason, isDamaged: false });
}

/** Refuse to read. */
export function readSweepPlan(path: string): string | undefined {
  throw RESULT_READ({ path, reason });
}

/** Refuse to write. */
export function writeSweep(path: string): Promise<void> {
  return Promise.reject(RESULT_WRITE({ path, reason }));
}

/** Refuse to write. */
export function writeNetworkFiles(
  _network: NetworkRecord,
  path: string,
): Promise<readonly string[]> {
  return Promise.reject(RESULT_WRITE({ path, reason }));
}

/** Refuse to write while a network runs. */
export const resultFile: typeof resultFileInNode = (path) => {
  throw RESULT_WRITE({ path, reason });
};
