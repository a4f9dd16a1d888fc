import type { Result } from "@spikeloom/simulate";
import { openResult } from "./open-result.ts";
import { readContents } from "./read-contents.ts";

/** Read a result from an HDF5 file of `specs/result/1`. */
export async function readResult(path: string): Promise<Result> {
  return openResult(path, (file) => readContents(file, path));
}
