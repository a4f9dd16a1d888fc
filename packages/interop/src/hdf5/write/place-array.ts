import type { Disk } from "@spikeloom/files";
import { elementBytes, type NumberArray, numberTypeOf } from "./datatypes.ts";
import { littleEndian } from "./little-endian.ts";
import { packedChunks } from "./packed-chunks.ts";
import type { Space } from "./space.ts";
import { encodeTexts } from "./text-heap.ts";
import type { AttributeValue, DatasetNode, Storage } from "./tree.ts";

/** Options for writing an array. */
export interface ArrayOptions {
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** gzip level from 0 to 9, with chunks; by default contiguous and uncompressed. */
  readonly gzip?: number | undefined;
  readonly attributes?: ReadonlyMap<string, AttributeValue> | undefined;
}

/** Destination and allocator for bytes. */
interface Place {
  readonly disk: Disk;
  readonly space: Space;
}

/** Write numbers in row-major order. */
export function placeArray(
  place: Place,
  values: NumberArray,
  { shape, gzip, attributes = new Map() }: ArrayOptions,
): DatasetNode {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const storage =
    gzip === undefined || !hasChunks(shape, bytes.length)
      ? placeBytes(place, bytes)
      : packedChunks(place, { bytes, shape, gzip });
  return { kind: "dataset", type: numberTypeOf(values), shape, storage, attributes };
}

/** Scalars and empty arrays are not chunked; chunks are whole rows, which readers hold in memory. */
function hasChunks(shape: readonly number[], bytes: number): boolean {
  return shape.length > 0 && bytes > 0 && bytes / (shape[0] ?? 1) < 2 ** 26;
}

function placeBytes({ disk, space }: Place, bytes: Uint8Array): Storage {
  const address = space.take(bytes.length);
  disk.write(bytes, address);
  return { kind: "contiguous", address, bytes: bytes.length };
}

/** Write strings in row-major order; equal strings are stored once. */
export function placeTexts(
  { disk, space }: Place,
  texts: readonly string[],
  shape: readonly number[],
): DatasetNode {
  // Heap and references are written together; the heap's length is known in advance.
  const heap = encodeTexts(texts, space.end).bytes.length;
  const bytes = texts.length * elementBytes.text;
  const address = space.take(heap + bytes);
  const encoded = encodeTexts(texts, address);
  const out = littleEndian();
  out.bytes(encoded.bytes);
  for (const text of texts) out.bytes(encoded.reference(text));
  disk.write(out.view(), address);
  const storage = { kind: "contiguous", address: address + heap, bytes } as const;
  return { kind: "dataset", type: "text", shape, storage, attributes: new Map() };
}
