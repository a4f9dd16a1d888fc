import type { Disk } from "@spikeloom/files";
import { draftFile, lockOutput } from "@spikeloom/files";
import { writeFault } from "./write-fault.ts";

/**
 * Write a file atomically under a lock.
 *
 * It is filled under a temporary name and moved once its bytes are on disk.
 */
export async function fillInPlace(
  path: string,
  fill: (disk: Disk) => void | Promise<void>,
): Promise<void> {
  let unlock: (() => void) | undefined;
  try {
    unlock = lockOutput(path);
    const draft = draftFile(path);
    try {
      await fill(draft.disk);
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
