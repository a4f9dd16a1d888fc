/** A growing list of numbers without an object per number. */
export interface GrowingList<A extends Float64Array | Uint32Array> {
  readonly length: number;
  push(value: number): void;
  /** Copy of the numbers so far. */
  numbers(): A;
}

/** Create a growing list of numbers. */
export function growingList<A extends Float64Array | Uint32Array>(
  Numbers: new (length: number) => A,
): GrowingList<A> {
  let held = new Numbers(64);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === held.length) {
        const longer = new Numbers(2 * length);
        longer.set(held);
        held = longer;
      }
      held[length++] = value;
    },
    numbers: () => held.slice(0, length) as A,
  };
}
