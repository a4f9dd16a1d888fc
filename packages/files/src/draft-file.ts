import { randomUUID } from "node:crypto";
import { type BigIntStats, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createFile, type Disk } from "./disk.ts";
import { FileRefusal } from "./file-refusal.ts";
import { removeAtEnd } from "./leftovers.ts";
import { openPlainFile } from "./plain-file.ts";

/** A file under a temporary name until it is complete. */
export interface DraftFile {
  readonly disk: Disk;
  /** Move the file to its final name, replacing an older file. */
  place(): void;
  /** Whether the name still refers to this file. */
  isInPlace(): boolean;
  /** Whether placing it would overwrite a file with different bytes; an empty file has none to lose. */
  wouldReplace(): boolean;
  /** Close the file, and remove it unless it has its final name. Does not throw. */
  close(): void;
}

/**
 * Create a draft next to its final path.
 *
 * Existing files there are not followed, opened or changed.
 */
export function draftFile(path: string): DraftFile {
  const target = targetOf(path);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.${randomUUID()}.draft`);
  const disk = createFile(draft);
  const keep = removeAtEnd(draft);
  const own = statSync(draft, { bigint: true });
  let isPlaced = false;
  return {
    disk,
    place() {
      if (!isPlaced) renameSync(draft, target);
      isPlaced = true;
      keep();
    },
    isInPlace() {
      const found = statSync(target, { bigint: true, throwIfNoEntry: false });
      return isPlaced && found !== undefined && isSame(found, own);
    },
    wouldReplace() {
      const found = statSync(target, { throwIfNoEntry: false });
      return found !== undefined && found.size > 0 && !haveSameBytes(draft, target);
    },
    close() {
      try {
        disk.close();
        if (!isPlaced) rmSync(draft, { force: true });
      } catch {
        // A caller that needs the data on disk has synced it before.
      }
      keep();
    },
  };
}

/** Resolve symbolic links: an output replaces the file, not the link to it. */
export function targetOf(path: string): string {
  const older = statSync(path, { throwIfNoEntry: false });
  if (older?.isDirectory() === true) throw new FileRefusal("it is a folder");
  if (older?.isFile() === false) throw new FileRefusal("it is not a regular file");
  return older === undefined ? path : realpathSync(path);
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

const compared = 2 ** 20;

function haveSameBytes(one: string, other: string): boolean {
  const files = [openPlainFile(one)];
  try {
    files.push(openPlainFile(other));
    const [a, b] = files as [ReturnType<typeof openPlainFile>, ReturnType<typeof openPlainFile>];
    if (a.size !== b.size) return false;
    const [own, found] = [Buffer.alloc(compared), Buffer.alloc(compared)];
    for (let at = 0; at < a.size; at += compared) {
      const lengths = [a.read(own, at), b.read(found, at)] as const;
      if (lengths[0] !== lengths[1] || own.compare(found) !== 0) return false;
    }
    return true;
  } finally {
    for (const file of files) file.close();
  }
}
