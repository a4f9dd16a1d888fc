import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";

/** Takes the bytes of a file. */
export interface Disk {
  write(bytes: Uint8Array, at: number): void;
  /** Make the file this long; what is added reads as zeros. */
  resize(length: number): void;
  /** Wait until everything is on disk. */
  settle(): void;
  close(): void;
}

/** Create a file that is not there yet. */
export function createFile(path: string): Disk {
  const descriptor = openSync(path, "wx");
  return {
    write(bytes, at) {
      // A single call writes less than it was given where space runs out, or past 2 GiB.
      for (let done = 0; done < bytes.length; ) {
        const length = Math.min(bytes.length - done, mostBytes);
        done += writeSync(descriptor, bytes, done, length, at + done);
      }
    },
    resize: (length) => ftruncateSync(descriptor, length),
    settle: () => fsyncSync(descriptor),
    close: () => closeSync(descriptor),
  };
}

const mostBytes = 2 ** 30;
