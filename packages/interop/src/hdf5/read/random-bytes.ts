/** Bytes readable synchronously at any offset. */
export interface RandomBytes {
  readonly size: number;
  /** Read into a buffer from an offset; returns the number of bytes, fewer only at the end. */
  read(out: Uint8Array, at: number): number;
}

/** Wrap bytes in memory. */
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
