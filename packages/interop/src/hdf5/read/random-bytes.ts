/** Bytes that are read at any place, at once. */
export interface RandomBytes {
  readonly size: number;
  /** Fill from a place on; gives how many bytes came, fewer only where there are no more at hand. */
  read(out: Uint8Array, at: number): number;
}

/** Read bytes that are there already. */
export function heldBytes(bytes: Uint8Array): RandomBytes {
  return {
    size: bytes.length,
    read(out, at) {
      const found = bytes.subarray(at, at + out.length);
      out.set(found);
      return found.length;
    },
  };
}
