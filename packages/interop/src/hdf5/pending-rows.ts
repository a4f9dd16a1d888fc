import type { GrowingDataset, GrowingOptions, Numbers } from "./write/growing-dataset.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { DatasetNode } from "./write/tree.ts";

/** Rows of one dataset that wait to be written. */
export interface PendingRows<A extends Numbers> {
  /** Bytes that wait. */
  readonly bytes: number;
  /** Room for this many more elements, to be filled at once. */
  room(elements: number): A;
  /** Write what waits; it belongs to the file from the next commit on. */
  write(): void;
  /** Write what waits and describe the dataset. */
  node(): DatasetNode;
  /** The same, knowing that nothing follows. */
  lastNode(): DatasetNode;
}

/** Hold rows of float64 back. */
export function pendingFloats(
  file: Hdf5File,
  options: Omit<GrowingOptions, "type">,
): PendingRows<Float64Array> {
  return pendingRows(file, { ...options, type: "float64" }, (length) => new Float64Array(length));
}

/** Hold rows of uint32 back. */
export function pendingIndices(file: Hdf5File): PendingRows<Uint32Array> {
  return pendingRows(file, { type: "uint32" }, (length) => new Uint32Array(length));
}

function pendingRows<A extends Numbers>(
  file: Hdf5File,
  options: GrowingOptions,
  make: (length: number) => A,
): PendingRows<A> {
  let buffer = make(0);
  let length = 0;
  let growing: GrowingDataset | undefined;
  const view = (): A => buffer.subarray(0, length) as A;
  const write = (): void => {
    if (length === 0) return;
    growing ??= file.growing(options);
    growing.append(view());
    length = 0;
  };
  return {
    get bytes() {
      return length * buffer.BYTES_PER_ELEMENT;
    },
    room(elements) {
      if (length + elements > buffer.length) {
        const larger = make(Math.max(2 * buffer.length, length + elements));
        larger.set(view());
        buffer = larger;
      }
      length += elements;
      return buffer.subarray(length - elements, length) as A;
    },
    write,
    node() {
      write();
      return growing?.node() ?? file.numbers(view(), options);
    },
    lastNode() {
      // What comes in one piece needs no chunks.
      if (growing === undefined) return file.numbers(view(), options);
      write();
      return growing.node();
    },
  };
}
