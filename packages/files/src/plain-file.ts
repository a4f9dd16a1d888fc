import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
} from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { FileRefusal } from "./file-refusal.ts";

/** A file open for reading. */
export interface PlainFile {
  readonly descriptor: number;
  readonly size: number;
  /** Read into a buffer from an offset; returns the number of bytes read, 0 past the end. */
  read(out: Uint8Array, at: number): number;
  close(): void;
}

/**
 * Open a regular file for reading without blocking.
 *
 * Pipes, terminals and devices are refused with the reason.
 */
export function openPlainFile(path: string): PlainFile {
  // Windows has neither this flag nor pipes in its file system.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(descriptor);
    if (found.isDirectory()) throw new FileRefusal("it is a folder");
    if (!found.isFile()) throw new FileRefusal("it is not a regular file");
    return {
      descriptor,
      size: found.size,
      // A single call reads at most 2 GiB.
      read: (out, at) => readSync(descriptor, out, 0, Math.min(out.length, 2 ** 30), at),
      close: () => closeSync(descriptor),
    };
  } catch (fault) {
    closeSync(descriptor);
    throw fault;
  }
}

/** Read a regular file whole, without blocking. */
export function readPlainFile(path: string): Uint8Array<ArrayBuffer> {
  const { descriptor, close } = openPlainFile(path);
  try {
    return Uint8Array.from(readFileSync(descriptor));
  } finally {
    close();
  }
}

/** Read the text of a regular file, without blocking. */
export function readPlainText(path: string): string {
  return new TextDecoder().decode(readPlainFile(path));
}

/** Whether a path, with all symbolic links resolved, is a folder or inside it. */
export function isInside(path: string, folder: string): boolean {
  const between = relative(realpathSync(resolve(folder)), realpathSync(path));
  return between.split(/[\\/]/)[0] !== ".." && !isAbsolute(between);
}
