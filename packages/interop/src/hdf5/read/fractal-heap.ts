import { verify } from "./checksum.ts";
import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";
import { byteWidth } from "./widths.ts";

/** Stores the links or attributes of an object that has many. */
export interface FractalHeap {
  /** Return the object that a heap ID refers to. */
  object(reference: Cursor): Uint8Array;
}

interface Table {
  readonly width: number;
  readonly startBytes: number;
  /** Number of rows of direct blocks. */
  readonly directRows: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly root: number | undefined;
  /** Zero if the root block is direct. */
  readonly rootRows: number;
}

/** Open the heap at an address. */
export function fractalHeap(bytes: FileBytes, address: number): FractalHeap {
  const table = readTable(bytes, address);
  return {
    object(reference) {
      const mark = reference.u8();
      const kind = (mark >>> 4) & 3;
      if (kind === 2) return reference.bytes((mark & 0xf) + 1);
      if (mark >>> 6 !== 0 || kind !== 0) damaged("a link or an attribute in it is too large");
      const [offset, length] = [
        reference.uint(table.offsetBytes),
        reference.uint(table.lengthBytes),
      ];
      if (table.root === undefined) damaged("a structure in it is missing");
      const block = findBlock(bytes, table, offset);
      if (block.within + length > block.size) damaged("a structure in it is truncated");
      return bytes.structure(block.address + block.within, length);
    },
  };
}

function readTable(bytes: FileBytes, address: number): Table {
  const { address: width, length } = bytes.origin;
  const whole = bytes.structure(address, 26 + 12 * length + 3 * width);
  const head = bytes.fieldsOf(whole);
  head.expect("FRHP");
  head.version("a heap", [0]);
  head.skip(2);
  if (head.u16() !== 0) damaged("it has a heap with filters, which are not supported");
  head.skip(1);
  const mostManaged = head.u32();
  head.skip(length + width + length + width + 8 * length);
  const tableWidth = head.u16();
  const [startBytes, mostDirect] = [head.length(), head.length()];
  const offsetBits = head.u16();
  head.skip(2);
  const root = head.address();
  const rootRows = head.u16();
  verify(whole);
  const powers = [tableWidth, startBytes, mostDirect].every(isPower);
  if (!powers || mostDirect < startBytes || mostDirect > 2 ** 24 || offsetBits > 48) {
    damaged("a heap in it is invalid");
  }
  const directRows = Math.log2(mostDirect) - Math.log2(startBytes) + 2;
  const offsetBytes = Math.ceil(offsetBits / 8);
  const lengthBytes = Math.min(Math.ceil(Math.log2(mostDirect) / 8), byteWidth(mostManaged));
  return { width: tableWidth, startBytes, directRows, offsetBytes, lengthBytes, root, rootRows };
}

function isPower(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

interface Block {
  readonly address: number;
  readonly size: number;
  /** Offset in the block, including its header. */
  readonly within: number;
}

/** Find the block that contains an offset; block sizes double from row to row. */
function findBlock(bytes: FileBytes, table: Table, offset: number): Block {
  const { width, startBytes, directRows } = table;
  let [address, rows, within] = [table.root as number, table.rootRows, offset];
  if (rows === 0) return { address, size: startBytes, within };
  // Each level covers a fraction of the level above, so this terminates.
  for (;;) {
    const first = startBytes * width;
    const row = within < first ? 0 : Math.floor(Math.log2(within / first)) + 1;
    if (row >= rows) damaged("a structure in it is missing");
    const size = row === 0 ? startBytes : startBytes * 2 ** (row - 1);
    const rowStart = row === 0 ? 0 : first * 2 ** (row - 1);
    const column = Math.floor((within - rowStart) / size);
    address = childOf(bytes, table, { address, rows, index: row * width + column });
    within -= rowStart + column * size;
    if (row < directRows) return { address, size, within };
    rows = Math.log2(size) - Math.log2(first) + 1;
  }
}

function childOf(
  bytes: FileBytes,
  { width, offsetBytes }: Table,
  block: { readonly address: number; readonly rows: number; readonly index: number },
): number {
  const { address, rows, index } = block;
  const head = 4 + 1 + bytes.origin.address + offsetBytes;
  const whole = bytes.fields(address, head + rows * width * bytes.origin.address);
  whole.expect("FHIB");
  whole.version("a heap", [0]);
  whole.skip(head - 5 + index * bytes.origin.address);
  return whole.needed();
}
