import type { Cursor } from "./cursor.ts";
import { damaged, outside } from "./damage.ts";

/** Storage layout of a dataset's elements. */
export type Layout =
  | { readonly kind: "compact"; readonly data: Uint8Array }
  /** Contiguous; without an address until something is written. */
  | { readonly kind: "contiguous"; readonly address: number | undefined }
  | ChunkedLayout;

/** In chunks, found through an index. */
export interface ChunkedLayout {
  readonly kind: "chunked";
  /** Elements of a chunk along each axis. */
  readonly chunk: readonly number[];
  readonly index: ChunkIndex;
  /** Address of the index; undefined until something is written. */
  readonly address: number | undefined;
}

/** Kind of chunk index. */
export type ChunkIndex =
  | { readonly kind: "tree" }
  | {
      readonly kind: "single";
      readonly stored: { readonly bytes: number; readonly mask: number } | undefined;
    }
  | { readonly kind: "implicit" }
  | { readonly kind: "fixed" }
  | { readonly kind: "extensible" }
  | { readonly kind: "tree-two" };

/** Read the storage layout. */
export function readLayout(fields: Cursor): Layout {
  const version = fields.version("a layout", [1, 2, 3, 4, 5]);
  if (version < 3) return readOld(fields);
  const kind = fields.u8();
  if (kind === 0) return { kind: "compact", data: fields.bytes(fields.u16()) };
  if (kind === 1) return { kind: "contiguous", address: fields.address() };
  if (kind === 3) return outside("the source data of a virtual dataset");
  if (kind !== 2) return damaged("it uses an unknown storage layout");
  return version === 3 ? readChunked(fields) : readIndexed(fields);
}

function readOld(fields: Cursor): Layout {
  const [rank, kind] = [fields.u8(), fields.u8()];
  fields.skip(5);
  if (kind === 0) {
    fields.skip(4 * rank);
    return { kind: "compact", data: fields.bytes(fields.u32()) };
  }
  const address = fields.address();
  if (kind === 1) return { kind: "contiguous", address };
  if (kind !== 2) return damaged("it uses an unknown storage layout");
  const chunk = Array.from({ length: rank - 1 }, () => fields.u32());
  return { kind: "chunked", chunk, index: { kind: "tree" }, address };
}

function readChunked(fields: Cursor): Layout {
  // The last axis is the element size.
  const rank = fields.u8() - 1;
  const address = fields.address();
  const chunk = Array.from({ length: Math.max(0, rank) }, () => fields.u32());
  return { kind: "chunked", chunk, index: { kind: "tree" }, address };
}

function readIndexed(fields: Cursor): Layout {
  const [flags, rank, width] = [fields.u8(), fields.u8() - 1, fields.u8()];
  if (width < 1 || width > 8) damaged("it has chunks of an invalid size");
  const chunk = Array.from({ length: Math.max(0, rank) }, () => fields.uint(width));
  fields.skip(width);
  const index = readIndex(fields, flags);
  return { kind: "chunked", chunk, index, address: fields.address() };
}

function readIndex(fields: Cursor, flags: number): ChunkIndex {
  const kind = fields.u8();
  if (kind === 1) {
    const isFiltered = (flags & 2) !== 0;
    const stored = isFiltered ? { bytes: fields.length(), mask: fields.u32() } : undefined;
    return { kind: "single", stored };
  }
  const [name, parameters] = indices[kind] ?? damaged("it uses an unknown chunk index");
  // Their indices store these fields themselves.
  fields.skip(parameters);
  return { kind: name };
}

/** By number: the name, and the size of its parameters in bytes. */
const indices: Readonly<
  Record<number, readonly ["implicit" | "fixed" | "extensible" | "tree-two", number]>
> = {
  2: ["implicit", 0],
  3: ["fixed", 1],
  4: ["extensible", 5],
  5: ["tree-two", 6],
};
