// Stands for index.ts where a bundler builds for browsers, which have no files to read and write.
import type { Result } from "@spikeloom/simulate";
import { RESULT_READ, RESULT_WRITE } from "./errors.ts";
import type { resultFile as resultFileInNode } from "./result-file.ts";

export { RESULT_DAMAGED, RESULT_FULL, RESULT_READ, RESULT_SHAPE, RESULT_WRITE } from "./errors.ts";

const reason = "it needs Node, and this is a browser";

/** Do nothing, as nothing can be read or written. */
export function prepareHdf5(): void {}

/** Refuse to read. */
export function readResult(path: string): Promise<Result> {
  return Promise.reject(RESULT_READ({ path, reason }));
}

/** Refuse to write. */
export function writeResult(_result: Result, path: string): Promise<void> {
  return Promise.reject(RESULT_WRITE({ path, reason }));
}

/** Refuse to write while a network runs. */
export const resultFile: typeof resultFileInNode = (path) => {
  throw RESULT_WRITE({ path, reason });
};
