import type { Filter } from "../filters/filter.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import { type StoredChunk, storedChunks } from "./chunk-index.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";
import { unpack } from "./filters.ts";
import type { ChunkedLayout } from "./layout.ts";
import { release } from "./release.ts";

interface Chunked {
  readonly layout: ChunkedLayout;
  readonly grid: ChunkGrid;
  readonly filters: readonly Filter[];
  /** Refuse unsupported filters. */
  check(): void;
}

interface RowRange {
  readonly from: number;
  readonly until: number;
  /** Reserve memory for the rows, filled with the fill value. */
  filled(): Uint8Array<ArrayBuffer>;
}

/** Read rows of a chunked dataset; each call decompresses the chunks that overlap them. */
export function chunkRows(
  bytes: FileBytes,
  { layout, grid, filters, check }: Chunked,
): (range: RowRange) => Uint8Array<ArrayBuffer> {
  let bands: ReadonlyMap<number, readonly StoredChunk[]> | undefined;
  return ({ from, until, filled }) => {
    check();
    const isNone = until <= from || grid.shape.includes(0);
    if (isNone) return filled();
    bands ??= bandsOf(bytes, layout, grid);
    const height = grid.chunk[0] ?? 1;
    const [only, ...others] = bands.get(from / height) ?? [];
    // Rows in a single chunk are not copied again.
    const isWhole = isShape(grid, [until - from, ...grid.shape.slice(1)]);
    if (isWhole && only !== undefined && others.length === 0) {
      return readChunk(bytes, only, { grid, filters });
    }
    const out = filled();
    for (let band = Math.floor(from / height); band * height < until; band++) {
      for (const chunk of bands.get(band) ?? []) {
        const data = readChunk(bytes, chunk, { grid, filters });
        copyChunk(data, { out, from, until, place: chunk.place, grid });
        release(data);
      }
    }
    return out;
  };
}

/** All chunks by index along the first axis; those beyond the current extent are omitted. */
function bandsOf(
  bytes: FileBytes,
  layout: ChunkedLayout,
  grid: ChunkGrid,
): ReadonlyMap<number, readonly StoredChunk[]> {
  const bands = new Map<number, StoredChunk[]>();
  const { counts, count } = grid;
  let found = 0;
  for (const chunk of storedChunks(bytes, layout, grid)) {
    if (chunk.place.some((number, axis) => number >= (counts[axis] ?? 0))) continue;
    if (++found > count) damaged("an index in it lists a chunk twice");
    const band = bands.get(chunk.place[0] ?? 0) ?? [];
    bands.set(chunk.place[0] ?? 0, band);
    band.push(chunk);
  }
  return bands;
}

function readChunk(
  bytes: FileBytes,
  { address, bytes: stored, mask }: StoredChunk,
  { grid: { chunkBytes }, filters }: Pick<Chunked, "grid" | "filters">,
): Uint8Array<ArrayBuffer> {
  // Incompressible data may grow a little, by checksums or the deflate framing.
  const most = filters.length === 0 ? chunkBytes : chunkBytes + chunkBytes / 256 + 1024;
  if (stored > most)
    damaged(`a chunk has ${stored} bytes, where at most ${chunkBytes} are expected`);
  const packed = new Uint8Array(stored);
  bytes.numbers(address, packed);
  const data = unpack(packed, { filters, mask, bytes: chunkBytes });
  if (data.buffer !== packed.buffer) release(packed);
  return data;
}

function isShape({ chunk }: ChunkGrid, shape: readonly number[]): boolean {
  return shape.length === chunk.length && shape.every((length, axis) => length === chunk[axis]);
}

interface Copy {
  readonly out: Uint8Array;
  readonly from: number;
  readonly until: number;
  readonly place: readonly number[];
  readonly grid: ChunkGrid;
}

/** Copy the part of a chunk that overlaps some rows, one run along the last axis at a time. */
function copyChunk(data: Uint8Array, { out, from, until, place, grid }: Copy): void {
  const { shape, chunk, elementBytes } = grid;
  const last = shape.length - 1;
  const start = place.map((number, axis) => number * (chunk[axis] ?? 1));
  const first = start.map((at, axis) => (axis === 0 ? Math.max(at, from) : at));
  const end = start.map((at, axis) =>
    Math.min(at + (chunk[axis] ?? 1), axis === 0 ? until : (shape[axis] ?? 0)),
  );
  if (first.some((at, axis) => at >= (end[axis] ?? 0))) return;
  const at = [...first];
  const run = ((end[last] ?? 1) - (first[last] ?? 0)) * elementBytes;
  for (;;) {
    let [source, target] = [0, 0];
    for (let axis = 0; axis <= last; axis++) {
      source = source * (chunk[axis] ?? 1) + (at[axis] ?? 0) - (start[axis] ?? 0);
      target = target * (shape[axis] ?? 1) + (at[axis] ?? 0) - (axis === 0 ? from : 0);
    }
    source *= elementBytes;
    out.set(data.subarray(source, source + run), target * elementBytes);
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (end[axis] ?? 0)) break;
      at[axis] = first[axis] ?? 0;
    }
    if (axis < 0) return;
  }
}
