import { verify } from "./checksum.ts";
import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { FileBytes } from "./file-bytes.ts";
import { byteWidth } from "./widths.ts";

interface Tree {
  readonly type: number;
  readonly nodeBytes: number;
  readonly recordBytes: number;
  /** By level from the leaves: maximum number of records in a node, and bytes of the total record count. */
  readonly levels: readonly { readonly most: number; readonly totalBytes: number }[];
}

interface Waiting {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

const prefixBytes = 10;
const mostDepth = 16;

/** Iterate over the records of a version 2 B-tree, in no particular order; each node is visited once. */
export function* walkTreeTwo(
  bytes: FileBytes,
  address: number,
  type: number,
): Generator<{ readonly record: Cursor; readonly recordBytes: number }> {
  const { tree, root } = readTree(bytes, address, type);
  const seen = new Set<number>();
  const waiting: Waiting[] = root === undefined ? [] : [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node.address)) damaged("an index in it is cyclic");
    seen.add(node.address);
    const { most } = tree.levels[node.level] as Tree["levels"][number];
    if (node.count > most) damaged("an index in it is invalid");
    const fields = openNode(bytes, node, tree);
    const { recordBytes } = tree;
    for (let k = 0; k < node.count; k++) {
      yield { record: bytes.fieldsOf(fields.bytes(recordBytes)), recordBytes };
    }
    if (node.level > 0) waiting.push(...children(fields, node, tree));
  }
}

function readTree(
  bytes: FileBytes,
  address: number,
  type: number,
): { readonly tree: Tree; readonly root: Waiting | undefined } {
  const { address: width, length } = bytes.origin;
  const whole = bytes.structure(address, 4 + 2 + 4 + 2 + 2 + 2 + width + 2 + length + 4);
  verify(whole);
  const head = bytes.fieldsOf(whole);
  head.expect("BTHD");
  head.version("an index", [0]);
  if (head.u8() !== type) damaged("an index in it is invalid");
  const [nodeBytes, recordBytes, depth] = [head.u32(), head.u16(), head.u16()];
  head.skip(2);
  const at = head.address();
  const count = head.u16();
  const isOdd = nodeBytes < 64 || nodeBytes > 2 ** 24 || recordBytes === 0 || depth > mostDepth;
  if (isOdd) damaged("an index in it is invalid");
  const levels = levelsOf({ nodeBytes, recordBytes, depth, width });
  const root = at === undefined ? undefined : { address: at, count, level: depth };
  return { tree: { type, nodeBytes, recordBytes, levels }, root };
}

/** Maximum numbers of records in nodes, as derived by the format (sections III.A.2 and following). */
function levelsOf(tree: {
  readonly nodeBytes: number;
  readonly recordBytes: number;
  readonly depth: number;
  readonly width: number;
}): Tree["levels"] {
  const { nodeBytes, recordBytes, depth, width } = tree;
  const leaf = Math.floor((nodeBytes - prefixBytes) / recordBytes);
  const levels = [{ most: leaf, totalBytes: 0 }];
  let total = leaf;
  for (let level = 1; level <= depth; level++) {
    const pointer = width + byteWidth(leaf) + (levels.at(-1)?.totalBytes ?? 0);
    const most = Math.floor((nodeBytes - prefixBytes - pointer) / (recordBytes + pointer));
    total = (most + 1) * total + most;
    if (most < 1 || total > Number.MAX_SAFE_INTEGER) damaged("an index in it is invalid");
    levels.push({ most, totalBytes: byteWidth(total) });
  }
  return levels;
}

function openNode(bytes: FileBytes, { address, count, level }: Waiting, tree: Tree): Cursor {
  const pointers = level === 0 ? 0 : (count + 1) * pointerBytes(bytes.origin.address, level, tree);
  const length = prefixBytes + count * tree.recordBytes + pointers;
  const whole = bytes.structure(address, length);
  verify(whole);
  const fields = bytes.fieldsOf(whole.subarray(0, -4));
  fields.expect(level === 0 ? "BTLF" : "BTIN");
  fields.version("an index", [0]);
  if (fields.u8() !== tree.type) damaged("an index in it is invalid");
  return fields;
}

function pointerBytes(width: number, level: number, { levels }: Tree): number {
  return width + byteWidth(levels[0]?.most ?? 0) + (levels[level - 1]?.totalBytes ?? 0);
}

function children(fields: Cursor, { count, level }: Waiting, { levels }: Tree): Waiting[] {
  return Array.from({ length: count + 1 }, () => {
    const address = fields.needed();
    const records = fields.uint(byteWidth(levels[0]?.most ?? 0));
    fields.skip(levels[level - 1]?.totalBytes ?? 0);
    return { address, count: records, level: level - 1 };
  });
}
