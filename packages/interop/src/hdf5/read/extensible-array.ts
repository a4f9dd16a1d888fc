import {
  type EntryForm,
  entryForm,
  type IndexEntry,
  isWritten,
  openPart,
  readEntries,
} from "./array-entries.ts";
import type { ChunkGrid } from "./chunk-grid.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";

/** Sizes of an extensible array index, for a dataset that can grow along one axis. */
interface ArrayForm extends EntryForm {
  /** Bytes of an offset in the array. */
  readonly offsetBytes: number;
  readonly pageLength: number;
  readonly superBlocks: readonly SuperBlock[];
  /** Number of entries in the index block, and number of super blocks whose data blocks it addresses. */
  readonly inIndex: number;
  readonly direct: number;
}

/** Data blocks of equal size. */
interface SuperBlock {
  readonly blocks: number;
  /** Entries per data block. */
  readonly length: number;
  /** Index of its first entry. */
  readonly from: number;
}

/** Read the entries of an extensible array index. */
export function* extensibleEntries(
  bytes: FileBytes,
  address: number,
  grid: ChunkGrid,
): Generator<IndexEntry> {
  const { address: width, length } = bytes.origin;
  const headBytes = 12 + 6 * length + width + 4;
  const head = openPart(bytes, { address, length: headBytes, signature: "EAHD" });
  const [client, entryBytes] = [head.u8(), head.u8()];
  const entry = entryForm(bytes, { client, entryBytes }, grid);
  const sizes = [head.u8(), head.u8(), head.u8(), head.u8(), head.u8()];
  head.skip(6 * length);
  const index = head.address();
  if (index === undefined) return;
  const form = arrayForm(sizes, entry);
  const { superBlocks, direct, inIndex } = form;
  const directBlocks = superBlocks.slice(0, direct).reduce((sum, { blocks }) => sum + blocks, 0);
  const others = superBlocks.length - direct;
  const indexBytes = 6 + width + inIndex * entryBytes + (directBlocks + others) * width + 4;
  const fields = openPart(bytes, { address: index, length: indexBytes, signature: "EAIB" });
  fields.skip(1 + width);
  yield* readEntries(fields, form, { from: 0, count: inIndex });
  for (const { blocks, length: count, from } of superBlocks.slice(0, direct)) {
    for (let k = 0; k < blocks; k++) {
      const at = fields.address();
      if (at !== undefined) yield* blockEntries(bytes, form, { at, from: from + k * count, count });
    }
  }
  for (const block of superBlocks.slice(direct)) {
    const at = fields.address();
    if (at !== undefined) yield* superEntries(bytes, form, { at, block });
  }
}

/** Derive the block sizes as defined by the format (section VII.D). */
function arrayForm(sizes: readonly number[], entry: EntryForm): ArrayForm {
  const [mostBits = 0, inIndex = 0, leastLength = 0, leastPointers = 0, pageBits = 0] = sizes;
  const isPower = (value: number): boolean => value > 0 && Number.isInteger(Math.log2(value));
  if (!isPower(leastLength) || !isPower(leastPointers) || mostBits > 48 || pageBits > 24) {
    damaged("an index in it is invalid");
  }
  const count = 1 + mostBits - Math.log2(leastLength);
  const superBlocks: SuperBlock[] = [];
  let from = inIndex;
  for (let k = 0; k < count; k++) {
    const blocks = 2 ** Math.floor(k / 2);
    const length = 2 ** Math.floor((k + 1) / 2) * leastLength;
    superBlocks.push({ blocks, length, from });
    from += blocks * length;
  }
  const direct = Math.min(count, 2 * Math.log2(leastPointers));
  const pageLength = 2 ** pageBits;
  const offsetBytes = Math.ceil(mostBits / 8);
  return { ...entry, offsetBytes, pageLength, superBlocks, inIndex, direct };
}

interface DataBlock {
  readonly at: number;
  readonly from: number;
  readonly count: number;
  /** Bit mask of its written pages; by default all. */
  readonly isPageWritten?: (page: number) => boolean;
}

function* blockEntries(
  bytes: FileBytes,
  form: ArrayForm,
  { at, from, count, isPageWritten }: DataBlock,
): Generator<IndexEntry> {
  const { entryBytes, offsetBytes, pageLength } = form;
  const headBytes = 6 + bytes.origin.address + offsetBytes;
  const isPaged = count > pageLength;
  const length = headBytes + (isPaged ? 0 : count * entryBytes) + 4;
  const fields = openPart(bytes, { address: at, length, signature: "EADB" });
  fields.skip(headBytes - 5);
  if (!isPaged) {
    yield* readEntries(fields, form, { from, count });
    return;
  }
  for (let page = 0; page < count / pageLength; page++) {
    if (isPageWritten?.(page) === false) continue;
    const pageBytes = pageLength * entryBytes + 4;
    const part = { address: at + length + page * pageBytes, length: pageBytes, signature: "" };
    const numbers = { from: from + page * pageLength, count: pageLength };
    yield* readEntries(openPart(bytes, part), form, numbers);
  }
}

function* superEntries(
  bytes: FileBytes,
  form: ArrayForm,
  { at, block }: { readonly at: number; readonly block: SuperBlock },
): Generator<IndexEntry> {
  const { address: width } = bytes.origin;
  const { blocks, length: count, from } = block;
  const pages = count > form.pageLength ? count / form.pageLength : 0;
  const markBytes = blocks * Math.ceil(pages / 8);
  const headBytes = 6 + width + form.offsetBytes;
  const length = headBytes + markBytes + blocks * width + 4;
  const fields = openPart(bytes, { address: at, length, signature: "EASB" });
  fields.skip(headBytes - 5);
  const marks = fields.bytes(markBytes);
  for (let k = 0; k < blocks; k++) {
    const address = fields.address();
    if (address === undefined) continue;
    const isPageWritten = (page: number): boolean => isWritten(marks, k * pages + page);
    yield* blockEntries(bytes, form, { at: address, from: from + k * count, count, isPageWritten });
  }
}
