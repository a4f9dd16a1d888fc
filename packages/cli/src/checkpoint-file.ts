import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, extname } from "node:path";
import { SpikeLoomError } from "@spikeloom/kernel";
import { type Checkpoint, type RunSink, readCheckpoint } from "@spikeloom/simulate";
import { CHECKPOINT_READ, FILE_WRITE } from "./errors.ts";
import { fileReason } from "./load/file-reason.ts";

/** The checkpoint beside a result file. */
export function checkpointPath(out: string): string {
  return `${out.slice(0, out.length - extname(out).length)}.checkpoint`;
}

/**
 * Read the checkpoint that a run goes on from.
 *
 * Gives undefined where there is none and none is needed.
 */
export async function loadCheckpoint(
  path: string,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<Checkpoint | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (fault) {
    const isAbsent = (fault as NodeJS.ErrnoException).code === "ENOENT";
    if (isAbsent && !isNeeded) return undefined;
    throw CHECKPOINT_READ({ file: path, reason: fileReason(fault) });
  }
  return await readCheckpoint(bytes, { place: path });
}

/**
 * Put a checkpoint in the place of the one before.
 *
 * It is on disk before it has its name, so there is a whole one at every moment.
 */
export function writeCheckpoint(path: string, bytes: Uint8Array): void {
  const draft = `${path}.new`;
  try {
    const descriptor = openSync(draft, "w");
    try {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(descriptor, bytes, done, Math.min(bytes.length - done, 2 ** 30));
      }
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, path);
    settleFolder(dirname(path));
  } catch (fault) {
    rmSync(draft, { force: true });
    throw FILE_WRITE({ file: path, reason: fileReason(fault) });
  }
}

/** The new name, too, outlasts a power cut; not every system can say so of a folder. */
function settleFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, "r");
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // The file itself is settled.
  }
}

/** A sink that removes the checkpoint of an older run once this one has begun. */
export function dropsCheckpoint(path: string): RunSink {
  return {
    start: () => rmSync(path, { force: true }),
    spikes() {},
    samples() {},
  };
}

/** Say of which file an error about a checkpoint is. */
export function ofCheckpoint(error: SpikeLoomError, path: string): SpikeLoomError {
  if (error.place !== "checkpoint") return error;
  const { code, summary: message, expected, got, next } = error;
  return new SpikeLoomError(code, { message, place: path, expected, got, next });
}
