import type { GrowingDataset, GrowingOptions, Numbers } from "./write/growing-dataset.ts";
import type { Hdf5File } from "./write/hdf5-file.ts";
import type { DatasetNode } from "./write/tree.ts";

/** Rows of one dataset waiting to be written. */
export interface PendingRows<A extends Numbers> {
  /** Bytes waiting. */
  readonly bytes: number;
  /** Reserve space for this many elements, to be filled immediately. */
  room(elements: number): A;
  /** Write waiting rows; they belong to the file from the next commit on. */
  write(): void;
  /** Write waiting rows and describe the dataset. */
  node(): DatasetNode;
  /** The same for the last rows. */
  lastNode(): DatasetNode;
}

/** Buffer rows of float64. */
export function pendingFloats(
  file: Hdf5File,
  options: Omit<GrowingOptions, "type">,
): PendingRows<Float64Array> {
  const make = (length: number): Float64Array => new Float64Array(length);
  return pendingRows(file, { ...options, type: "float64" }, { make, none: noFloats });
}

/** Buffer rows of uint32. */
export function pendingIndices(file: Hdf5File): PendingRows<Uint32Array> {
  const make = (length: number): Uint32Array => new Uint32Array(length);
  return pendingRows(file, { type: "uint32" }, { make, none: noIndices });
}

// An array of its own would be most of what a recorder without spikes takes.
const noFloats = new Float64Array(0);
const noIndices = new Uint32Array(0);

function pendingRows<A extends Numbers>(
  file: Hdf5File,
  options: GrowingOptions,
  { make, none }: { readonly make: (length: number) => A; readonly none: A },
): PendingRows<A> {
  let buffer = none;
  let length = 0;
  let growing: GrowingDataset | undefined;
  const view = (): A => (length === 0 ? none : (buffer.subarray(0, length) as A));
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
      // Data in one piece needs no chunks.
      if (growing === undefined) return file.numbers(view(), options);
      write();
      return growing.node();
    },
  };
}
