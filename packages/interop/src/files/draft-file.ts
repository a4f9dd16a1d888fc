import { randomUUID } from "node:crypto";
import { type BigIntStats, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createFile, type Disk } from "./disk.ts";
import { FileRefusal } from "./file-refusal.ts";
import { removeAtEnd } from "./leftovers.ts";

/** A file that has another name until it is worth its own. */
export interface DraftFile {
  readonly disk: Disk;
  /** Give the file its name; an older one of that name goes. */
  place(): void;
  /** Whether the name leads to this file still. */
  isInPlace(): boolean;
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
