import { readFileSync, readSync, rmSync } from "node:fs";
import { extname } from "node:path";
import { openPlainFile, writeWhole } from "@spikeloom/files";
import { faultReason, SpikeLoomError } from "@spikeloom/kernel";
import { type Checkpoint, type RunSink, readCheckpoint } from "@spikeloom/simulate";
import { CHECKPOINT_READ, FILE_WRITE } from "./errors.ts";

/** Path of the checkpoint next to a result file. */
export function checkpointPath(out: string): string {
  return `${out.slice(0, out.length - extname(out).length)}.checkpoint`;
}

/**
 * Read the checkpoint from which a run continues.
 *
 * Returns undefined if there is none and none is needed.
 */
export async function loadCheckpoint(
  path: string,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<Checkpoint | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = withOpen(path, (descriptor) => readFileSync(descriptor));
  } catch (fault) {
    const isAbsent = (fault as NodeJS.ErrnoException).code === "ENOENT";
    if (isAbsent && !isNeeded) return undefined;
    throw CHECKPOINT_READ({ file: path, reason: faultReason(fault) });
  }
  return await readCheckpoint(bytes, { place: path });
}

/**
 * Replace the previous checkpoint.
 *
 * It is on disk before it is renamed, so there is a complete one at any moment.
 */
export function writeCheckpoint(path: string, bytes: Uint8Array): void {
  try {
    writeWhole(path, bytes, { settles: true, replaces: true });
  } catch (fault) {
    throw FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
}

/** A sink that removes the checkpoint of an older run once this one has begun. */
export function dropsCheckpoint(path: string): RunSink {
  return {
    start() {
      try {
        rmSync(path, { force: true });
      } catch (fault) {
        throw FILE_WRITE({ file: path, reason: faultReason(fault) });
      }
    },
    spikes() {},
    samples() {},
  };
}

/** Refuse to overwrite a file that has the checkpoint's name but is none. */
export function refuseOther(path: string): void {
  try {
    const start = new Uint8Array(4);
    withOpen(path, (descriptor) => readSync(descriptor, start, 0, start.length, 0));
    if (String.fromCharCode(...start) === "\u0089SLC") return;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return;
    throw FILE_WRITE({ file: path, reason: faultReason(fault) });
  }
  throw FILE_WRITE({ file: path, reason: "a file that is not a checkpoint has this name" });
}

function withOpen<T>(path: string, read: (descriptor: number) => T): T {
  const { descriptor, close } = openPlainFile(path);
  try {
    return read(descriptor);
  } finally {
    close();
  }
}

/** Add the name of the file to an error about a checkpoint. */
export function ofCheckpoint(error: SpikeLoomError, path: string): SpikeLoomError {
  if (error.place !== "checkpoint") return error;
  const { code, summary: message, expected, got, next } = error;
  return new SpikeLoomError(code, { message, place: path, expected, got, next });
}
