import { type ElementType, elementBytes, type NumberType } from "./datatypes.ts";
import { encodeTree } from "./encode-tree.ts";
import type { Numbers } from "./growing-dataset.ts";
import { littleEndian, roundUp } from "./little-endian.ts";
import { newSpace } from "./space.ts";
import { encodeSuperblock } from "./superblock.ts";
import { encodeTexts } from "./text-heap.ts";
import type { AttributeValue, DatasetNode, GroupNode } from "./tree.ts";

/** An HDF5 file whose sizes are all known before its first byte is written. */
export interface PlannedFile {
  /** Plan a dataset whose elements are requested when its turn comes. */
  dataset(plan: PlannedDataset): DatasetNode;
  /** Plan strings: a list or a scalar. */
  texts(values: string | readonly string[]): DatasetNode;
  /** Plan a list of numbers in memory. */
  numbers(
    values: Numbers,
    options: { readonly type: NumberType; readonly attributes?: Attributes },
  ): DatasetNode;
  /** Yield the bytes of the file in order. */
  pieces(root: GroupNode): Iterable<Uint8Array>;
}

type Attributes = ReadonlyMap<string, AttributeValue>;

/** A dataset in one piece. */
interface PlannedDataset {
  readonly type: ElementType;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  readonly attributes?: Attributes;
  /** Elements in order, in pieces of any size; each piece is used before the next is requested. */
  pieces(): Iterable<Uint8Array>;
}

interface Part {
  readonly address: number;
  readonly bytes: number;
  pieces(): Iterable<Uint8Array>;
}

/** Plan a file that is written front to back, without a disk and without holding its elements. */
export function plannedFile(): PlannedFile {
  const space = newSpace();
  const parts: Part[] = [];
  const place = (bytes: number, pieces: (address: number) => Iterable<Uint8Array>): number => {
    const address = space.take(bytes);
    parts.push({ address, bytes, pieces: () => pieces(address) });
    return address;
  };
  const dataset: PlannedFile["dataset"] = ({ type, shape, attributes = new Map(), pieces }) => {
    const bytes = shape.reduce((product, length) => product * length, elementBytes[type]);
    const storage = { kind: "contiguous", address: place(bytes, pieces), bytes } as const;
    return { kind: "dataset", type, shape, storage, attributes };
  };
  return {
    dataset,
    numbers(values, { type, attributes = new Map() }) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return dataset({ type, shape: [values.length], attributes, pieces: () => [bytes] });
    },
    texts(values) {
      const list = typeof values === "string" ? [values] : values;
      const heap = encodeTexts(list, 0).bytes.length;
      const bytes = list.length * elementBytes.text;
      const address = place(heap + bytes, (at) => textPieces(list, at));
      const storage = { kind: "contiguous", address: address + heap, bytes } as const;
      const shape = typeof values === "string" ? [] : [list.length];
      return { kind: "dataset", type: "text", shape, storage, attributes: new Map() };
    },
    *pieces(root) {
      const base = roundUp(space.end, 8);
      const tree = encodeTree(root, base);
      const head = encodeSuperblock({ root: tree.root, end: base + tree.bytes.length });
      yield* inOrder([
        { address: 0, bytes: head.length, pieces: () => [head] },
        ...parts,
        { address: base, bytes: tree.bytes.length, pieces: () => [tree.bytes] },
      ]);
    },
  };
}

function textPieces(list: readonly string[], address: number): readonly Uint8Array[] {
  const encoded = encodeTexts(list, address);
  const out = littleEndian();
  for (const text of list) out.bytes(encoded.reference(text));
  return [encoded.bytes, out.view()];
}

/** Yield the bytes of consecutive parts, with zeros between them. */
function* inOrder(parts: readonly Part[]): Iterable<Uint8Array> {
  let done = 0;
  for (const { address, bytes, pieces } of parts) {
    if (address > done) yield new Uint8Array(address - done);
    done = address;
    for (const piece of pieces()) {
      done += piece.length;
      yield piece;
    }
    if (done !== address + bytes)
      throw new RangeError("a dataset has a different length than planned");
  }
}
