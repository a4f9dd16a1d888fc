import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";
import type { Elements } from "./elements.ts";
import type { HeapBytes } from "./texts.ts";

/** Reference to an object of the same file, or to selected elements of a dataset. */
export interface Hdf5Reference {
  /** Address; pass it to the file's `open`, or to `pathOf` for its name. */
  readonly address: number;
  /** Selected elements; by default all. */
  readonly blocks?: readonly Block[];
}

/** Selection of a dataset: start and exclusive end along each axis. */
export interface Block {
  readonly from: readonly number[];
  readonly until: readonly number[];
}

/** Maximum number of blocks of one reference. */
const mostBlocks = 2 ** 16;

/** Read elements as references, undefined for null references; undefined for other types. */
export function referencesOf(
  { type, bytes: data }: Elements,
  { bytes, heaps }: HeapBytes,
): readonly (Hdf5Reference | undefined)[] | undefined {
  if (type.kind !== "reference") return undefined;
  const fields = bytes.fieldsOf(data);
  return Array.from({ length: Math.floor(data.length / type.size) }, () => {
    const reference = bytes.fieldsOf(fields.bytes(type.size));
    if (!type.isRegion) return objectAt(reference);
    const region = heaps.object(reference);
    return region && readRegion(bytes.fieldsOf(region));
  });
}

function objectAt(fields: Cursor): Hdf5Reference | undefined {
  const address = fields.address();
  // Address zero is the start of the file, where no object can be.
  return address === undefined || address === 0 ? undefined : { address };
}

/** Address of an object and a selection as serialised by the HDF5 library. */
function readRegion(fields: Cursor): Hdf5Reference | undefined {
  const object = objectAt(fields);
  if (object === undefined) return undefined;
  const kind = fields.u32();
  const version = fields.u32();
  if (kind === 3) return object;
  if (kind === 0) return { ...object, blocks: [] };
  if (kind === 1) return { ...object, blocks: readPoints(fields, version) };
  if (kind === 2) return { ...object, blocks: readBlocks(fields, version) };
  return damaged("a reference in it has an unknown selection type");
}

function readPoints(fields: Cursor, version: number): readonly Block[] {
  if (version > 2) damaged("a reference in it has an unknown version");
  if (version < 2) fields.skip(8);
  const width = version < 2 ? 4 : widthOf(fields);
  const rank = fields.u32();
  return Array.from({ length: counted(fields.uint(width)) }, () => {
    const from = places(fields, rank, width);
    return { from, until: from.map((at) => at + 1) };
  });
}

function readBlocks(fields: Cursor, version: number): readonly Block[] {
  if (version < 1 || version > 3) damaged("a reference in it has an unknown version");
  const isRegular = version > 1 && (fields.u8() & 1) !== 0;
  if (version < 3) fields.skip(version === 1 ? 8 : 4);
  const width = version === 1 ? 4 : version === 2 ? 8 : widthOf(fields);
  const rank = fields.u32();
  if (isRegular) return regularBlocks(fields, rank, width);
  return Array.from({ length: counted(fields.uint(width)) }, () => {
    const from = places(fields, rank, width);
    return { from, until: places(fields, rank, width).map((last) => last + 1) };
  });
}

/** Regular hyperslab: count, block size and stride along each axis. */
function regularBlocks(fields: Cursor, rank: number, width: number): readonly Block[] {
  const axes = Array.from({ length: rank }, () => {
    const [start = 0, stride = 0, count = 0, block = 0] = places(fields, 4, width);
    return { start, stride, count: counted(count), block };
  });
  counted(axes.reduce((product, { count }) => product * count, 1));
  let blocks: readonly Block[] = [{ from: [], until: [] }];
  for (const { start, stride, count, block } of axes) {
    const starts = Array.from({ length: count }, (_, k) => start + k * stride);
    blocks = blocks.flatMap(({ from, until }) =>
      starts.map((at) => ({ from: [...from, at], until: [...until, at + block] })),
    );
  }
  return blocks;
}

function places(fields: Cursor, count: number, width: number): readonly number[] {
  if (count * width > fields.left) damaged("a reference in it is truncated");
  return Array.from({ length: count }, () => fields.uint(width));
}

function widthOf(fields: Cursor): number {
  const width = fields.u8();
  return [2, 4, 8].includes(width) ? width : damaged("a reference in it is invalid");
}

function counted(count: number): number {
  return count <= mostBlocks
    ? count
    : damaged(`a reference in it has more than ${mostBlocks} blocks`);
}
