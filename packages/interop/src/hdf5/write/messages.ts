import { type ElementType, elementBytes, encodeDatatype } from "./datatypes.ts";
import type { LittleEndian } from "./little-endian.ts";
import { noAddress } from "./superblock.ts";

const types = {
  dataspace: 0x1,
  linkInfo: 0x2,
  datatype: 0x3,
  fillValue: 0x5,
  link: 0x6,
  layout: 0x8,
  groupInfo: 0xa,
  filters: 0xb,
  attribute: 0xc,
  referenceCount: 0x16,
} as const;

/** Begin a message of an object header; returns what `endMessage` needs. */
export function beginMessage(out: LittleEndian, type: number): number {
  out.u8(type);
  out.u16(0);
  out.u8(0);
  return out.length;
}

/** End a message: write its length into its head. */
export function endMessage(out: LittleEndian, begun: number): void {
  const bytes = out.length - begun;
  if (bytes > mostBytes) throw new RangeError("a name in it is too long");
  out.setU16(begun - 3, bytes);
}

const mostBytes = 0xffff;

/** Write the dataspace message: number of elements in each dimension; empty for a scalar. */
export function writeDataspace(out: LittleEndian, shape: readonly number[], canGrow = false): void {
  const begun = beginMessage(out, types.dataspace);
  writeShape(out, shape, canGrow);
  endMessage(out, begun);
}

function writeShape(out: LittleEndian, shape: readonly number[], canGrow: boolean): void {
  out.u8(2);
  out.u8(shape.length);
  out.u8(canGrow ? 1 : 0);
  out.u8(shape.length === 0 ? 0 : 1);
  for (const length of shape) out.u64(length);
  if (!canGrow) return;
  // Datasets grow only by rows.
  for (const [k, length] of shape.entries()) out.u64(k === 0 ? noAddress : length);
}

/** Write the datatype message. */
export function writeDatatype(out: LittleEndian, type: ElementType): void {
  const begun = beginMessage(out, types.datatype);
  out.bytes(encodeDatatype(type));
  endMessage(out, begun);
}

/** Write the fill value message with the default, zero; space is allocated early for chunks and late otherwise. */
export function writeFillValue(out: LittleEndian, isChunked: boolean): void {
  const [late, incremental, ifSet] = [2, 3, 2 << 2];
  const begun = beginMessage(out, types.fillValue);
  out.u8(3);
  out.u8((isChunked ? incremental : late) | ifSet);
  endMessage(out, begun);
}

/** Write the contiguous layout message. */
export function writeContiguousLayout(
  out: LittleEndian,
  place: { readonly address: number; readonly bytes: number },
): void {
  const begun = beginMessage(out, types.layout);
  out.u8(3);
  out.u8(1);
  out.u64(place.bytes === 0 ? noAddress : place.address);
  out.u64(place.bytes);
  endMessage(out, begun);
}

/** Write the chunked layout message: chunks of `chunk` elements, found through a tree. */
export function writeChunkedLayout(
  out: LittleEndian,
  place: { readonly tree: number; readonly chunk: readonly number[]; readonly type: ElementType },
): void {
  const begun = beginMessage(out, types.layout);
  out.u8(3);
  out.u8(2);
  out.u8(place.chunk.length + 1);
  out.u64(place.tree);
  for (const length of place.chunk) out.u32(length);
  out.u32(elementBytes[place.type]);
  endMessage(out, begun);
}

/** Write the filter message: chunks are compressed with gzip; readers ignore the level. */
export function writeGzipFilter(out: LittleEndian, level: number): void {
  const begun = beginMessage(out, types.filters);
  out.u8(2);
  out.u8(1);
  // Filter number, no flags, and number of values.
  for (const field of [1, 0, 1]) out.u16(field);
  out.u32(level);
  endMessage(out, begun);
}

/** Write a hard link message. */
export function writeLink(out: LittleEndian, name: Uint8Array, address: number): void {
  const begun = beginMessage(out, types.link);
  linkHead(out, name);
  out.u64(address);
  endMessage(out, begun);
}

/** Write a soft link message. */
export function writeSoftLink(out: LittleEndian, name: Uint8Array, path: Uint8Array): void {
  const begun = beginMessage(out, types.link);
  linkHead(out, name, softKind);
  out.u16(path.length);
  out.bytes(path);
  endMessage(out, begun);
}

const softKind = 1;

function linkHead(out: LittleEndian, name: Uint8Array, kind?: number): void {
  out.u8(1);
  // The name length has four bytes; then the link type (omitted for hard links) and the character set, UTF-8.
  out.u8(0x2 | 0x10 | (kind === undefined ? 0 : 0x8));
  if (kind !== undefined) out.u8(kind);
  out.u8(1);
  out.u32(name.length);
  out.bytes(name);
}

/** Write the messages of a group whose links are in its header. */
export function writeGroupMessages(out: LittleEndian): void {
  const begun = beginMessage(out, types.linkInfo);
  out.u16(0);
  out.u64(noAddress);
  out.u64(noAddress);
  endMessage(out, begun);
  const info = beginMessage(out, types.groupInfo);
  out.u16(0);
  endMessage(out, info);
}

/** An attribute without its value: name, type, and shape, which is empty for a scalar. */
export interface AttributeHead {
  readonly name: Uint8Array;
  readonly type: ElementType;
  readonly shape?: readonly number[];
}

/** Begin an attribute message, up to the value, which the caller writes before it calls `endMessage`. */
export function beginAttribute(out: LittleEndian, head: AttributeHead): number {
  const { name, type, shape = [] } = head;
  const what = encodeDatatype(type);
  const begun = beginMessage(out, types.attribute);
  out.u8(3);
  out.u8(0);
  // The name is null-terminated.
  out.u16(name.length + 1);
  out.u16(what.length);
  out.u16(4 + 8 * shape.length);
  // The name is UTF-8.
  out.u8(1);
  out.bytes(name);
  out.u8(0);
  out.bytes(what);
  writeShape(out, shape, false);
  return begun;
}

/** Write the reference count message: number of hard links to an object. */
export function writeReferenceCount(out: LittleEndian, count: number): void {
  const begun = beginMessage(out, types.referenceCount);
  out.u8(0);
  out.u32(count);
  endMessage(out, begun);
}
