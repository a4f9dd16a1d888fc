/** Numbers in a list that grows. */
export interface GrowingList<T extends Float64Array | Int32Array> {
  readonly length: number;
  push(value: number): void;
  pushAll(values: ArrayLike<number>): void;
  clear(): void;
  /** The numbers so far, valid until the next change. */
  view(): T;
}

/** Start a list of floating-point numbers. */
export function numberList(): GrowingList<Float64Array> {
  return growing((length) => new Float64Array(length));
}

/** Start a list of integers. */
export function integerList(): GrowingList<Int32Array> {
  return growing((length) => new Int32Array(length));
}

function growing<T extends Float64Array | Int32Array>(make: (length: number) => T): GrowingList<T> {
  let values = make(16);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= values.length) return;
    const larger = make(Math.max(2 * values.length, length + more));
    larger.set(values.subarray(0, length));
    values = larger;
  };
  return {
    get length() {
      return length;
    },
    push(value) {
      reserve(1);
      values[length++] = value;
    },
    pushAll(more) {
      reserve(more.length);
      values.set(more, length);
      length += more.length;
    },
    clear() {
      length = 0;
    },
    view: () => values.subarray(0, length) as T,
  };
}
