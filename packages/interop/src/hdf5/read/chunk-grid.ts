import { damaged } from "./damage.ts";
import { countOf, type Dataspace } from "./dataspace.ts";

/** How a dataset is cut into chunks. */
export interface ChunkGrid {
  readonly shape: readonly number[];
  /** Elements of a chunk along each axis. */
  readonly chunk: readonly number[];
  /** Chunks along each axis. */
  readonly counts: readonly number[];
  /** The same if the dataset had grown as far as it can. */
  readonly mostCounts: readonly number[];
  /** Chunks of the dataset. */
  readonly count: number;
  /** Of an unpacked chunk. */
  readonly chunkBytes: number;
  readonly elementBytes: number;
  readonly isFiltered: boolean;
}

/** Bytes of an unpacked chunk, and chunks of a dataset, at most. */
const mostChunk = { bytes: 2 ** 27, count: 2 ** 22 };

/** Cut a dataset into chunks; refuses those that would not fit into memory. */
export function chunkGrid(
  { shape, most }: Dataspace,
  chunk: readonly number[],
  element: { readonly bytes: number; readonly isFiltered: boolean },
): ChunkGrid {
  if (chunk.length !== shape.length || chunk.some((length) => length === 0)) {
    damaged("its chunks have another shape than the dataset");
  }
  const chunksOf = (lengths: readonly number[]): readonly number[] =>
    lengths.map((length, axis) => Math.ceil(length / (chunk[axis] ?? 1)));
  const counts = chunksOf(shape);
  const [count, chunkBytes] = [countOf(counts), countOf(chunk) * element.bytes];
  if (chunkBytes > mostChunk.bytes) damaged(`it has chunks of more than ${mostChunk.bytes} bytes`);
  if (count > mostChunk.count) damaged(`it has more than ${mostChunk.count} chunks in a dataset`);
  const { bytes: elementBytes, isFiltered } = element;
  const mostCounts = chunksOf(most);
  return { shape, chunk, counts, mostCounts, count, chunkBytes, elementBytes, isFiltered };
}

/** Turn the number of a chunk into one along each axis, the last one counted fastest. */
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
