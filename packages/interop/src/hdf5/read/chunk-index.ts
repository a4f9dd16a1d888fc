import { walkTree } from "./btree.ts";
import { walkTreeTwo } from "./btree-two.ts";
import { type ChunkGrid, placeOf } from "./chunk-grid.ts";
import { damaged } from "./damage.ts";
import { extensibleEntries } from "./extensible-array.ts";
import type { FileBytes } from "./file-bytes.ts";
import { fixedEntries } from "./fixed-array.ts";
import type { ChunkedLayout } from "./layout.ts";

/** A stored chunk. */
export interface StoredChunk {
  /** Its index along each axis. */
  readonly place: readonly number[];
  readonly address: number;
  /** Stored size in bytes. */
  readonly bytes: number;
  /** Bit mask of skipped filters. */
  readonly mask: number;
}

/** Find all chunks of a dataset. */
export function* storedChunks(
  bytes: FileBytes,
  { index, address }: ChunkedLayout,
  grid: ChunkGrid,
): Generator<StoredChunk> {
  if (address === undefined) return;
  const whole = { address, bytes: grid.chunkBytes, mask: 0 };
  switch (index.kind) {
    case "tree":
      yield* treeChunks(bytes, address, grid);
      return;
    case "tree-two":
      yield* treeTwoChunks(bytes, address, grid);
      return;
    case "single":
      yield { ...whole, ...index.stored, place: grid.shape.map(() => 0) };
      return;
    case "implicit":
      for (let number = 0; number < grid.count; number++) {
        const at = address + number * grid.chunkBytes;
        yield { ...whole, address: at, place: placeOf(number, grid.mostCounts) };
      }
      return;
    case "fixed":
      for (const entry of fixedEntries(bytes, address, grid)) {
        yield { ...entry, place: placeOf(entry.number, grid.mostCounts) };
      }
      return;
    case "extensible":
      for (const entry of extensibleEntries(bytes, address, grid)) {
        yield { ...entry, place: growingPlace(entry.number, grid) };
      }
  }
}

const chunkTree = 1;

function* treeChunks(bytes: FileBytes, root: number, grid: ChunkGrid): Generator<StoredChunk> {
  const rank = grid.shape.length;
  const keyBytes = 8 + 8 * (rank + 1);
  for (const { key, child } of walkTree(bytes, root, { type: chunkTree, keyBytes })) {
    const [stored, mask] = [key.u32(), key.u32()];
    const place = grid.chunk.map((length) => key.uint(8) / length);
    if (!place.every(Number.isInteger)) damaged("an index in it is invalid");
    yield { address: child, bytes: stored, mask, place };
  }
}

const plainChunks = 10;
const packedChunks = 11;

function* treeTwoChunks(bytes: FileBytes, root: number, grid: ChunkGrid): Generator<StoredChunk> {
  const width = bytes.origin.address;
  const { chunkBytes, isFiltered, shape } = grid;
  const type = isFiltered ? packedChunks : plainChunks;
  for (const { record, recordBytes } of walkTreeTwo(bytes, root, type)) {
    const address = record.needed();
    const sizeBytes = recordBytes - width - 4 - 8 * shape.length;
    if (isFiltered && (sizeBytes < 1 || sizeBytes > 8)) damaged("an index in it is invalid");
    const [stored, mask] = isFiltered ? [record.uint(sizeBytes), record.u32()] : [chunkBytes, 0];
    yield { address, bytes: stored, mask, place: shape.map(() => record.uint(8)) };
  }
}

/** If one axis is unlimited, chunks along it vary slowest. */
function growingPlace(number: number, { mostCounts }: ChunkGrid): readonly number[] {
  const axis = mostCounts.indexOf(Number.POSITIVE_INFINITY);
  if (axis <= 0) return placeOf(number, mostCounts);
  const others = mostCounts.filter((_, k) => k !== axis);
  const [first = 0, ...rest] = placeOf(number, [mostCounts[axis] ?? 0, ...others]);
  return [...rest.slice(0, axis), first, ...rest.slice(axis)];
}
