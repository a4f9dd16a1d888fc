import { roundUp } from "./little-endian.ts";
import { superblockBytes } from "./superblock.ts";

/** Hands out parts of a file from the front; nothing is given back. */
export interface Space {
  /** Where the next part would begin: the file's length, if it were written now. */
  readonly end: number;
  /** Take a part; what an aligned one leaves before it goes to small parts that follow. */
  take(bytes: number, alignment?: number): number;
}

/** Begin behind the superblock. */
export function newSpace(): Space {
  let end = roundUp(superblockBytes, 64);
  let gap = { from: 0, until: 0 };
  return {
    get end() {
      return end;
    },
    take(bytes, alignment = 8) {
      if (alignment === 8 && bytes > 0 && gap.from + bytes <= gap.until) {
        const address = gap.from;
        gap = { from: roundUp(address + bytes, 8), until: gap.until };
        return address;
      }
      const address = roundUp(end, alignment);
      if (address - end > gap.until - gap.from) gap = { from: end, until: address };
      end = roundUp(address + bytes, 8);
      return address;
    },
  };
}
