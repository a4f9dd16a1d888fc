import { randomUUID } from "node:crypto";
import { realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createFile, type Disk } from "./write/disk.ts";

/** A file that has another name until it is worth its own. */
export interface DraftFile {
  readonly disk: Disk;
  /** Give the file its name; an older one of that name goes. */
  place(): void;
  /** Close the file; remove it unless it has its name. Does not throw. */
  close(): void;
}

/** Start a file beside its place. */
export function draftFile(path: string): DraftFile {
  const older = statSync(path, { throwIfNoEntry: false });
  if (older?.isDirectory() === true) throw new Error("it is a folder");
  if (older?.isFile() === false) throw new Error("it is no plain file");
  // What a link leads to is replaced, not the link.
  const target = older === undefined ? path : realpathSync(path);
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  const disk = createFile(draft);
  let isPlaced = false;
  return {
    disk,
    place() {
      if (!isPlaced) renameSync(draft, target);
      isPlaced = true;
    },
    close() {
      try {
        disk.close();
        if (!isPlaced) rmSync(draft, { force: true });
      } catch {
        // Whoever wants to know that all is on disk has settled it before.
      }
    },
  };
}
