import { type LittleEndian, littleEndian, roundUp } from "../write/little-endian.ts";
import {
  dataspace,
  datatype,
  fillValue,
  groupMessages,
  link,
  type Message,
} from "../write/messages.ts";
import { writeObjectHeader } from "../write/object-header.ts";
import { encodeSuperblock, superblockBytes } from "../write/superblock.ts";
import type { Filter } from "./filter.ts";

/** Name of the only dataset. */
export const chunkName = "c";

/**
 * Write an HDF5 file that holds one chunk as it was stored, and nothing else.
 *
 * libhdf5 decodes it like the chunk of the file that it comes from, and sees nothing of that file.
 */
export function chunkFile(
  packed: Uint8Array,
  filters: readonly Filter[],
  bytes: number,
): Uint8Array<ArrayBuffer> {
  const out = littleEndian();
  out.padTo(superblockBytes);
  const dataAt = out.length;
  out.bytes(packed);
  out.padTo(roundUp(out.length, 8));
  const datasetAt = out.length;
  writeObjectHeader(out, [
    dataspace([bytes]),
    datatype("uint8"),
    fillValue(true),
    filterMessage(filters),
    layoutMessage({ address: dataAt, stored: packed.length, bytes }),
  ]);
  out.padTo(roundUp(out.length, 8));
  const root = out.length;
  writeObjectHeader(out, [...groupMessages, link(new TextEncoder().encode(chunkName), datasetAt)]);
  const file = new Uint8Array(out.view());
  file.set(encodeSuperblock({ root, end: file.length }));
  return file;
}

const types = { layout: 0x8, filters: 0xb };

function filterMessage(filters: readonly Filter[]): Message {
  return {
    type: types.filters,
    write(out) {
      out.u8(2);
      out.u8(filters.length);
      for (const { id, values } of filters) writeFilter(out, id, values);
    },
  };
}

function writeFilter(out: LittleEndian, id: number, values: readonly number[]): void {
  out.u16(id);
  // Registered filters may have a name; it is left empty.
  if (id >= 256) out.u16(0);
  out.u16(0);
  out.u16(values.length);
  for (const value of values) out.u32(value);
}

/** Where a single chunk is, which needs no index. */
function layoutMessage({
  address,
  stored,
  bytes,
}: {
  readonly address: number;
  readonly stored: number;
  readonly bytes: number;
}): Message {
  const [version, chunked, singleFiltered, singleIndex] = [4, 2, 2, 1];
  // libhdf5 takes no more bytes for a length than the longest one needs.
  const width = Math.floor((31 - Math.clz32(bytes) + 8) / 8);
  return {
    type: types.layout,
    write(out) {
      for (const field of [version, chunked, singleFiltered]) out.u8(field);
      // The last axis is the bytes of an element.
      out.u8(2);
      out.u8(width);
      for (const length of [bytes, 1]) {
        for (let byte = 0; byte < width; byte++) out.u8(length >>> (8 * byte));
      }
      out.u8(singleIndex);
      out.u64(stored);
      out.u32(0);
      out.u64(address);
    },
  };
}
