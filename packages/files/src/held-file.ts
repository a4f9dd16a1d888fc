import type { Disk } from "./disk.ts";

/** A file held in memory while it is written. */
export interface HeldFile extends Disk {
  /** Its bytes so far. */
  bytes(): Uint8Array;
}

/** Create a file in memory. */
export function heldFile(): HeldFile {
  let room = new Uint8Array(2 ** 16);
  let size = 0;
  const grow = (length: number): void => {
    if (length > room.length) {
      const larger = new Uint8Array(Math.max(length, 2 * room.length));
      larger.set(room);
      room = larger;
    }
    size = Math.max(size, length);
  };
  return {
    write(bytes, at) {
      grow(at + bytes.length);
      room.set(bytes, at);
    },
    resize(length) {
      grow(length);
      room.fill(0, length, size);
      size = length;
    },
    settle: () => {},
    close: () => {},
    bytes: () => room.subarray(0, size),
  };
}
