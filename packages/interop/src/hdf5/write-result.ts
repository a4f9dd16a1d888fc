import type { Result } from "@spikeloom/simulate";
import { draftFile } from "../files/draft-file.ts";
import { lockOutput } from "../files/output-lock.ts";
import { fillResult } from "./fill-result.ts";
import { writeFault } from "./write-fault.ts";

/**
 * Write a result as an HDF5 file of `specs/result/1`.
 *
 * The file appears whole or not at all: it is written beside its place and moved there at the end.
 */
export async function writeResult(result: Result, path: string): Promise<void> {
  let unlock: (() => void) | undefined;
  try {
    unlock = lockOutput(path);
    const draft = draftFile(path);
    try {
      fillResult(draft.disk, result);
      // The bytes are on disk before the name leads to them.
      draft.disk.settle();
      draft.place();
    } finally {
      draft.close();
    }
  } catch (fault) {
    throw writeFault(fault, { path });
  } finally {
    unlock?.();
  }
}
