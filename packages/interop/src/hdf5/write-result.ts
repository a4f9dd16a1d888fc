import type { Result } from "@spikeloom/simulate";
import { fillInPlace } from "./fill-in-place.ts";
import { fillResult } from "./fill-result.ts";

/**
 * Write a result as an HDF5 file of `specs/result/1`.
 *
 * The file is written atomically: to a temporary path next to its own, and moved at the end.
 */
export async function writeResult(result: Result, path: string): Promise<void> {
  await fillInPlace(path, (disk) => fillResult(disk, result));
}
