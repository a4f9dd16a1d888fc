import { type LittleEndian, littleEndian, roundUp } from "../write/little-endian.ts";
import {
  beginMessage,
  endMessage,
  writeDataspace,
  writeDatatype,
  writeFillValue,
  writeGroupMessages,
  writeLink,
} from "../write/messages.ts";
import { writeObjectHeader } from "../write/object-header.ts";
import { encodeSuperblock, superblockBytes } from "../write/superblock.ts";
import type { Filter } from "./filter.ts";

/** Name of the only dataset. */
export const chunkName = "c";

/**
 * Write an HDF5 file that contains a single chunk as it was stored.
 *
 * libhdf5 decodes it like the chunk of the original file, and sees nothing of that file.
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
  writeObjectHeader(out, () => {
    writeDataspace(out, [bytes]);
    writeDatatype(out, "uint8");
    writeFillValue(out, true);
    writeFilters(out, filters);
    writeLayout(out, { address: dataAt, stored: packed.length, bytes });
  });
  out.padTo(roundUp(out.length, 8));
  const root = out.length;
  writeObjectHeader(out, () => {
    writeGroupMessages(out);
    writeLink(out, new TextEncoder().encode(chunkName), datasetAt);
  });
  const file = new Uint8Array(out.view());
  file.set(encodeSuperblock({ root, end: file.length }));
  return file;
}

const types = { layout: 0x8, filters: 0xb };

function writeFilters(out: LittleEndian, filters: readonly Filter[]): void {
  const begun = beginMessage(out, types.filters);
  out.u8(2);
  out.u8(filters.length);
  for (const { id, values } of filters) writeFilter(out, id, values);
  endMessage(out, begun);
}

function writeFilter(out: LittleEndian, id: number, values: readonly number[]): void {
  out.u16(id);
  // Registered filters may have a name; it is left empty.
  if (id >= 256) out.u16(0);
  out.u16(0);
  out.u16(values.length);
  for (const value of values) out.u32(value);
}

interface SingleChunk {
  readonly address: number;
  readonly stored: number;
  readonly bytes: number;
}

/** Write the position of a single chunk, which needs no index. */
function writeLayout(out: LittleEndian, { address, stored, bytes }: SingleChunk): void {
  const [version, chunked, singleFiltered, singleIndex] = [4, 2, 2, 1];
  // libhdf5 accepts no more bytes for a length than the longest one needs.
  const width = Math.floor((31 - Math.clz32(bytes) + 8) / 8);
  const begun = beginMessage(out, types.layout);
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
  endMessage(out, begun);
}
