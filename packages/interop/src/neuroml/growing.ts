/** A list of numbers that grows without an object for each. */
export interface GrowingList<A extends Float64Array | Uint32Array> {
  readonly length: number;
  push(value: number): void;
  /** The numbers so far, in an array of their own. */
  numbers(): A;
}

/** Make a list of numbers that grows. */
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
