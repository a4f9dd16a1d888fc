import { verify } from "./checksum.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Index entry of a chunk whose position is its number. */
export interface IndexEntry {
  readonly number: number;
  readonly address: number;
  readonly bytes: number;
  readonly mask: number;
}

/** Encoding of the entries of a chunk array. */
export interface EntryForm {
  readonly entryBytes: number;
  readonly isFiltered: boolean;
  /** Size of a chunk without filters. */
  readonly chunkBytes: number;
}

/** Read the encoding of entries, and refuse one that does not match the dataset. */
export function entryForm(
  bytes: FileBytes,
  { client, entryBytes }: { readonly client: number; readonly entryBytes: number },
  { isFiltered, chunkBytes }: ChunkGrid,
): EntryForm {
  const width = bytes.origin.address;
  const sizeBytes = entryBytes - width - 4;
  const fits = isFiltered ? sizeBytes >= 1 && sizeBytes <= 8 : entryBytes === width;
  if (client !== (isFiltered ? 1 : 0) || !fits) damaged("an index in it is invalid");
  return { entryBytes, isFiltered, chunkBytes };
}

/** Read some entries; chunks that are not stored are omitted. */
export function* readEntries(
  fields: Cursor,
  { entryBytes, isFiltered, chunkBytes }: EntryForm,
  numbers: { readonly from: number; readonly count: number },
): Generator<IndexEntry> {
  const { from, count } = numbers;
  for (let k = 0; k < count; k++) {
    const left = fields.left;
    const address = fields.address();
    const sizeBytes = entryBytes - (left - fields.left) - 4;
    const [stored, mask] = isFiltered ? [fields.uint(sizeBytes), fields.u32()] : [chunkBytes, 0];
    if (address !== undefined) yield { number: from + k, address, bytes: stored, mask };
  }
}

/** Read a part of the array that ends with a four-byte checksum. */
export function openPart(
  bytes: FileBytes,
  at: { readonly address: number; readonly length: number; readonly signature: string },
): Cursor {
  const whole = bytes.structure(at.address, at.length);
  verify(whole);
  const fields = bytes.fieldsOf(whole.subarray(0, -4));
  fields.expect(at.signature);
  if (at.signature !== "") fields.version("an index", [0]);
  return fields;
}

/** Whether a page of entries was ever written; the first page is the highest bit. */
export function isWritten(marks: Uint8Array, page: number): boolean {
  return ((marks[page >> 3] ?? 0) & (0x80 >> (page & 7))) !== 0;
}
