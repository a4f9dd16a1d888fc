import { entryForm, type IndexEntry, isWritten, openPart, readEntries } from "./array-entries.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Read the entries of a fixed array index, for a dataset with limited extent. */
export function* fixedEntries(
  bytes: FileBytes,
  address: number,
  grid: ChunkGrid,
): Generator<IndexEntry> {
  const { address: width, length: lengthBytes } = bytes.origin;
  const headBytes = 8 + lengthBytes + width + 4;
  const head = openPart(bytes, { address, length: headBytes, signature: "FAHD" });
  const [client, entryBytes, pageBits] = [head.u8(), head.u8(), head.u8()];
  const count = head.length();
  const block = head.address();
  if (block === undefined) return;
  const form = entryForm(bytes, { client, entryBytes }, grid);
  if (pageBits > 24 || count > 2 ** 32) damaged("an index in it is invalid");
  const pageLength = 2 ** pageBits;
  const isPaged = count > pageLength;
  const pages = isPaged ? Math.ceil(count / pageLength) : 0;
  const markBytes = Math.ceil(pages / 8);
  const entries = isPaged ? 0 : count * entryBytes;
  const length = 6 + width + markBytes + entries + 4;
  const fields = openPart(bytes, { address: block, length, signature: "FADB" });
  fields.skip(1 + width);
  const marks = fields.bytes(markBytes);
  if (!isPaged) yield* readEntries(fields, form, { from: 0, count });
  for (let page = 0; page < pages; page++) {
    if (!isWritten(marks, page)) continue;
    const from = page * pageLength;
    const onPage = Math.min(pageLength, count - from);
    const at = block + length + page * (pageLength * entryBytes + 4);
    const part = { address: at, length: onPage * entryBytes + 4, signature: "" };
    yield* readEntries(openPart(bytes, part), form, { from, count: onPage });
  }
}
