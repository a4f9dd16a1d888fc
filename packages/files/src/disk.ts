import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";

/** Destination for the bytes of a file. */
export interface Disk {
  write(bytes: Uint8Array, at: number): void;
  /** Set the length of the file; added bytes read as zeros. */
  resize(length: number): void;
  /** Wait until all data is on disk. */
  settle(): void;
  close(): void;
}

/** Create a file; fails if it exists. */
export function createFile(path: string): Disk {
  const descriptor = openSync(path, "wx");
  return {
    write(bytes, at) {
      // A single call writes fewer bytes than given when space runs out, or past 2 GiB.
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
