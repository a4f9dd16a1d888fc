import { roundUp } from "./little-endian.ts";
import { superblockBytes } from "./superblock.ts";

/** Allocates space in a file from the front; nothing is freed. */
export interface Space {
  /** Address of the next part, and current length of the file. */
  readonly end: number;
  /** Allocate a part; gaps before aligned parts are used for later small parts. */
  take(bytes: number, alignment?: number): number;
}

/** Start after the superblock. */
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
