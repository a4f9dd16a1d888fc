import { randomUUID } from "node:crypto";
import { type BigIntStats, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createFile, type Disk } from "./disk.ts";
import { FileRefusal } from "./file-refusal.ts";
import { removeAtEnd } from "./leftovers.ts";
import { openPlainFile } from "./plain-file.ts";

/** A file that has another name until it is worth its own. */
export interface DraftFile {
  readonly disk: Disk;
  /** Give the file its name; an older one of that name goes. */
  place(): void;
  /** Whether the name leads to this file still. */
  isInPlace(): boolean;
  /** Whether placing it would lose a file that has other bytes; an empty file holds nothing to lose. */
  wouldReplace(): boolean;
  /** Close the file; remove it unless it has its name. Does not throw. */
  close(): void;
}

/** Start a file beside its place; nothing that is there is followed, opened or changed. */
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
        // Whoever wants to know that all is on disk has settled it before.
      }
      keep();
    },
  };
}

/** What a path leads to: an output replaces the file, not the link to it. */
export function targetOf(path: string): string {
  const older = statSync(path, { throwIfNoEntry: false });
  if (older?.isDirectory() === true) throw new FileRefusal("it is a folder");
  if (older?.isFile() === false) throw new FileRefusal("it is no plain file");
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
