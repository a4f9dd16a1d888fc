import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { FileRefusal } from "./file-refusal.ts";

/** A file that is open for reading. */
export interface PlainFile {
  readonly descriptor: number;
  readonly size: number;
  /** Fill from a place on; gives how many bytes came, none past the end. */
  read(out: Uint8Array, at: number): number;
  close(): void;
}

/**
 * Open a file for reading; never waits, and takes nothing but a plain file.
 *
 * A pipe without a writer, a terminal or a source of endless zeros is refused with the reason.
 */
export function openPlainFile(path: string): PlainFile {
  // Windows has no such flag, and no pipes among its files.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(descriptor);
    if (found.isDirectory()) throw new FileRefusal("it is a folder");
    if (!found.isFile()) throw new FileRefusal("it is no plain file");
    return {
      descriptor,
      size: found.size,
      // A single call reads no more than 2 GiB.
      read: (out, at) => readSync(descriptor, out, 0, Math.min(out.length, 2 ** 30), at),
      close: () => closeSync(descriptor),
    };
  } catch (fault) {
    closeSync(descriptor);
    throw fault;
  }
}

/** Whether a path, with all symbolic links followed, is a folder or lies below it. */
export function isInside(path: string, folder: string): boolean {
  const between = relative(realpathSync(resolve(folder)), realpathSync(path));
  return between.split(/[\\/]/)[0] !== ".." && !isAbsolute(between);
}
