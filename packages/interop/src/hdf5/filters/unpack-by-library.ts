import { damaged } from "../read/damage.ts";
import { chunkFile } from "./chunk-file.ts";
import { decodeChunk } from "./decode-thread.ts";
import { type Filter, filterName } from "./filter.ts";
import { statedSize } from "./stated-size.ts";

/** Filters that libhdf5 supports, with the names of plugins for those that are not built in. */
const libraryFilters: ReadonlyMap<number, string | undefined> = new Map([
  [4, undefined],
  [5, undefined],
  [6, undefined],
  [32000, "lzf"],
  [32001, "blosc"],
  [32004, "lz4"],
  [32008, "bshuf"],
  [32015, "zstd"],
]);

/** Return whether libhdf5 supports a filter. */
export function isOfLibrary({ id }: Filter): boolean {
  return libraryFilters.has(id);
}

/** Undo one filter of a chunk with libhdf5; the result must have exactly the given size. */
export function unpackByLibrary(
  packed: Uint8Array<ArrayBuffer>,
  filter: Filter,
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const stated = statedSize(packed, filter);
  // The plugin finds no end if a frame does not state its size.
  if (stated === undefined && filter.id === zstandard) damaged("a chunk is no frame of Zstandard");
  if (stated !== undefined && stated > bytes) {
    damaged(`a chunk says that it unpacks to ${stated} bytes instead of ${bytes}`);
  }
  refuseInner(packed, filter);
  return decodeChunk(chunkFile(packed, [filter], bytes), libraryFilters.get(filter.id));
}

const [blosc, zstandard] = [32001, 32015];
const innerCodecs = ["BloscLZ", "LZ4", "Snappy", "zlib", "Zstandard"];
const innerRead = new Set([0, 1, 4]);

/** Blosc uses one of several codecs, of which the plugin supports three. */
function refuseInner(packed: Uint8Array, filter: Filter): void {
  if (filter.id !== blosc || packed.length < 16) return;
  const codec = (packed[2] as number) >> 5;
  if (innerRead.has(codec)) return;
  const name = innerCodecs[codec] ?? `codec ${codec}`;
  damaged(
    `it is packed with ${filterName(filter)} and ${name} inside; BloscLZ, LZ4 and Zstandard are read`,
  );
}
