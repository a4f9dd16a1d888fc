/** Hands out addresses before there is any memory. */
export interface Arena {
  /** Bytes handed out so far. */
  readonly size: number;
  /** The address of a block, a multiple of 64; blocks are never given back. */
  allocate(bytes: number): number;
}

const alignment = 64;

/** Start an arena; the first block is left out so that no address is zero. */
export function arena(): Arena {
  let size = alignment;
  return {
    get size() {
      return size;
    },
    allocate(bytes) {
      const address = size;
      size += Math.ceil(bytes / alignment) * alignment;
      return address;
    },
  };
}

/** Neurons of an array in memory: whole vectors of any width. */
export function paddedLength(size: number): number {
  return Math.ceil(size / 16) * 16;
}
