import { roundUp } from "./little-endian.ts";
import { superblockBytes } from "./superblock.ts";

/** Hands out parts of a file from the front; nothing is given back. */
export interface Space {
  /** Where the next part would begin: the file's length, if it were written now. */
  readonly end: number;
  take(bytes: number, alignment?: number): number;
}

/** Begin behind the superblock. */
export function newSpace(): Space {
  let end = roundUp(superblockBytes, 64);
  return {
    get end() {
      return end;
    },
    take(bytes, alignment = 8) {
      const address = roundUp(end, alignment);
      end = roundUp(address + bytes, 8);
      return address;
    },
  };
}
