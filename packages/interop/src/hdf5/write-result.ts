import type { Result } from "@spikeloom/simulate";
import { fillInPlace } from "./fill-in-place.ts";
import { fillResult } from "./fill-result.ts";

/**
 * Write a result as an HDF5 file of `specs/result/1`.
 *
 * The file appears whole or not at all: it is written beside its place and moved there at the end.
 */
export async function writeResult(result: Result, path: string): Promise<void> {
  await fillInPlace(path, (disk) => fillResult(disk, result));
}
