import { type Filter, filterName } from "../filters/filter.ts";
import { isOfLibrary, unpackByLibrary } from "../filters/unpack-by-library.ts";
import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";

/** Read the filter pipeline of chunks, in order. */
export function readFilters(fields: Cursor): readonly Filter[] {
  const version = fields.version("filters", [1, 2]);
  const count = fields.u8();
  if (version === 1) fields.skip(6);
  if (count > 32) damaged("it has too many filters");
  return Array.from({ length: count }, () => readFilter(fields, version));
}

function readFilter(fields: Cursor, version: number): Filter {
  const id = fields.u16();
  const nameBytes = version === 1 || id >= 256 ? fields.u16() : 0;
  fields.skip(2);
  const count = fields.u16();
  fields.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
  const values = Array.from({ length: count }, () => fields.u32());
  if (version === 1 && count % 2 === 1) fields.skip(4);
  return { id, values };
}

/** Decompresses a chunk; with the maximum size of the result. */
type Unpack = (
  packed: Uint8Array<ArrayBuffer>,
  filter: Filter,
  mostBytes: number,
) => Uint8Array<ArrayBuffer>;

const unpackers: Readonly<Record<number, Unpack>> = {
  1: inflate,
  2: (packed, { values }) => unshuffle(packed, values[0] ?? 1),
  3: (packed) => withoutChecksum(packed),
};

/** Refuse unsupported filters. */
export function checkFilters(filters: readonly Filter[]): void {
  for (const filter of filters) {
    if (Object.hasOwn(unpackers, filter.id) || isOfLibrary(filter)) continue;
    damaged(`it uses the filter ${filterName(filter)}, which is not supported`);
  }
}

/** Decompress a chunk; refuses one that does not have exactly the expected size. */
export function unpack(
  packed: Uint8Array<ArrayBuffer>,
  { filters, mask, bytes }: { filters: readonly Filter[]; mask: number; bytes: number },
): Uint8Array<ArrayBuffer> {
  let data = packed;
  for (let k = filters.length - 1; k >= 0; k--) {
    const filter = filters[k] as Filter;
    // Each chunk states which filters were skipped for it.
    if ((mask & (1 << k)) !== 0) continue;
    if (isOfLibrary(filter)) {
      data = unpackByLibrary(data, filter, bytes + addedBytes(filters.slice(0, k), mask));
    } else {
      // Each checksum before it adds four bytes.
      data = unpackers[filter.id]?.(data, filter, bytes + 4 * k) ?? data;
    }
  }
  if (data.length !== bytes)
    damaged(`a chunk decompresses to ${data.length} bytes instead of ${bytes}`);
  return data;
}

const [shuffle, fletcher32] = [2, 3];

/**
 * Bytes that the filters before another one add to a chunk; they must not shrink it, because libhdf5 needs to know its
 * size.
 */
function addedBytes(before: readonly Filter[], mask: number): number {
  const used = before.filter((_, k) => (mask & (1 << k)) === 0);
  const packing = used.find(({ id }) => id !== shuffle && id !== fletcher32);
  if (packing !== undefined) {
    damaged(`it is packed with the filter ${filterName(packing)} and again with another one`);
  }
  return 4 * used.filter(({ id }) => id === fletcher32).length;
}

function inflate(
  packed: Uint8Array<ArrayBuffer>,
  _: Filter,
  mostBytes: number,
): Uint8Array<ArrayBuffer> {
  const zlib = globalThis.process?.getBuiltinModule("node:zlib");
  if (zlib === undefined)
    return damaged("it is compressed with gzip, which is supported only in Node");
  try {
    // A single piece with spare room, so that the end is detected without a second piece.
    return zlib.inflateSync(packed, { maxOutputLength: mostBytes, chunkSize: mostBytes + 64 });
  } catch (fault) {
    const isBomb = (fault as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return damaged(
      isBomb
        ? `a chunk decompresses to more than ${mostBytes} bytes`
        : "a chunk cannot be decompressed",
    );
  }
}

/** Undo the shuffle filter, which groups the first bytes, second bytes and so on of all elements. */
function unshuffle(packed: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  if (size <= 1) return packed;
  const count = Math.floor(packed.length / size);
  const out = new Uint8Array(packed.length);
  for (let byte = 0; byte < size; byte++) {
    const from = byte * count;
    for (let k = 0, to = byte; k < count; k++, to += size) out[to] = packed[from + k] as number;
  }
  out.set(packed.subarray(count * size), count * size);
  return out;
}

/** Verify and remove the four-byte Fletcher checksum. */
function withoutChecksum(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (packed.length < 4) damaged("a chunk is truncated");
  const data = packed.subarray(0, -4);
  const stored = new DataView(packed.buffer, packed.byteOffset + data.length, 4);
  if (stored.getUint32(0, true) !== fletcher(data))
    damaged("the checksum of a chunk does not match");
  return data;
}

/** Fletcher checksum over pairs of bytes, most significant byte first. */
function fletcher(data: Uint8Array): number {
  let [first, second] = [0, 0];
  for (let k = 0; k < data.length; k += 2) {
    first = fold(first + ((data[k] as number) << 8) + (data[k + 1] ?? 0));
    second = fold(second + first);
  }
  return ((second << 16) | first) >>> 0;
}

/** Ones' complement addition: a nonzero sum never becomes zero again. */
function fold(sum: number): number {
  return sum === 0 ? 0 : ((sum - 1) % 65_535) + 1;
}
