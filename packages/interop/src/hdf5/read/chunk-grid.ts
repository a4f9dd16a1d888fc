import { damaged } from "./damage.ts";
import { countOf, type Dataspace } from "./dataspace.ts";

/** Division of a dataset into chunks. */
export interface ChunkGrid {
  readonly shape: readonly number[];
  /** Elements of a chunk along each axis. */
  readonly chunk: readonly number[];
  /** Chunks along each axis. */
  readonly counts: readonly number[];
  /** The same for the maximum extent of the dataset. */
  readonly mostCounts: readonly number[];
  /** Total number of chunks. */
  readonly count: number;
  /** Size of a decompressed chunk. */
  readonly chunkBytes: number;
  readonly elementBytes: number;
  readonly isFiltered: boolean;
}

/** Maximum bytes of a decompressed chunk, and maximum number of chunks of a dataset. */
const mostChunk = { bytes: 2 ** 27, count: 2 ** 22 };

/** Divide a dataset into chunks; refuses those that exceed the limits. */
export function chunkGrid(
  { shape, most }: Dataspace,
  chunk: readonly number[],
  element: { readonly bytes: number; readonly isFiltered: boolean },
): ChunkGrid {
  if (chunk.length !== shape.length || chunk.some((length) => length === 0)) {
    damaged("its chunks and its dataset have different numbers of axes");
  }
  const chunksOf = (lengths: readonly number[]): readonly number[] =>
    lengths.map((length, axis) => Math.ceil(length / (chunk[axis] ?? 1)));
  const counts = chunksOf(shape);
  const [count, chunkBytes] = [countOf(counts), countOf(chunk) * element.bytes];
  if (chunkBytes > mostChunk.bytes) damaged(`it has chunks larger than ${mostChunk.bytes} bytes`);
  if (count > mostChunk.count) damaged(`it has a dataset of more than ${mostChunk.count} chunks`);
  const { bytes: elementBytes, isFiltered } = element;
  const mostCounts = chunksOf(most);
  return { shape, chunk, counts, mostCounts, count, chunkBytes, elementBytes, isFiltered };
}

/** Convert the linear index of a chunk to an index along each axis, last axis fastest. */
export function placeOf(number: number, counts: readonly number[]): readonly number[] {
  const place: number[] = [];
  let rest = number;
  for (let axis = counts.length - 1; axis > 0; axis--) {
    const count = counts[axis] as number;
    place.unshift(rest % count);
    rest = Math.floor(rest / count);
  }
  return counts.length === 0 ? [] : [rest, ...place];
}
