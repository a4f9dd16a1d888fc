import type { IndexList } from "@spikeloom/kernel";

/** An `IndexList` whose memory is reused from row to row. */
export interface IndexBuffer extends IndexList {
  /** The indices so far; a view that the next `push` or `extend` may replace. */
  view(): Uint32Array;
  clear(): void;
}

/** Create an empty list that grows as needed. */
export function indexBuffer(capacity = 1024): IndexBuffer {
  let values = new Uint32Array(capacity);
  let length = 0;
  return {
    get length(): number {
      return length;
    },
    push(index: number): void {
      if (length === values.length) values = grow(values);
      values[length++] = index;
    },
    extend(count: number): Uint32Array {
      while (length + count > values.length) values = grow(values);
      length += count;
      return values.subarray(length - count, length);
    },
    view: (): Uint32Array => values.subarray(0, length),
    clear(): void {
      length = 0;
    },
  };
}

function grow(values: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(16, values.length * 2));
  larger.set(values);
  return larger;
}
