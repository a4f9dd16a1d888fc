import { type ElementType, elementBytes, encodeDatatype } from "./datatypes.ts";
import { littleEndian } from "./little-endian.ts";
import { noAddress } from "./superblock.ts";

/** One message of an object header. */
export interface Message {
  readonly type: number;
  readonly body: Uint8Array;
}

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

/** Say how many elements there are in each dimension: none for a single one. */
export function dataspace(shape: readonly number[], canGrow = false): Message {
  const out = littleEndian();
  out.u8(2);
  out.u8(shape.length);
  out.u8(canGrow ? 1 : 0);
  out.u8(shape.length === 0 ? 0 : 1);
  for (const length of shape) out.u64(length);
  // Only rows are added.
  if (canGrow) for (const [k, length] of shape.entries()) out.u64(k === 0 ? noAddress : length);
  return { type: types.dataspace, body: out.view() };
}

/** Say what the elements are. */
export function datatype(type: ElementType): Message {
  return { type: types.datatype, body: encodeDatatype(type) };
}

/** State the default fill value, zero; space is taken early for chunks and late for the rest. */
export function fillValue(isChunked: boolean): Message {
  const [late, incremental, ifSet] = [2, 3, 2 << 2];
  return {
    type: types.fillValue,
    body: Uint8Array.of(3, (isChunked ? incremental : late) | ifSet),
  };
}

/** Say where the elements are: in one piece. */
export function contiguousLayout(place: {
  readonly address: number;
  readonly bytes: number;
}): Message {
  const out = littleEndian();
  out.u8(3);
  out.u8(1);
  out.u64(place.bytes === 0 ? noAddress : place.address);
  out.u64(place.bytes);
  return { type: types.layout, body: out.view() };
}

/** Say where the elements are: in chunks of `chunk` elements, found through a tree. */
export function chunkedLayout(place: {
  readonly tree: number;
  readonly chunk: readonly number[];
  readonly type: ElementType;
}): Message {
  const out = littleEndian();
  out.u8(3);
  out.u8(2);
  out.u8(place.chunk.length + 1);
  out.u64(place.tree);
  for (const length of place.chunk) out.u32(length);
  out.u32(elementBytes[place.type]);
  return { type: types.layout, body: out.view() };
}

/** Say that chunks are packed by gzip, at a level that matters to no reader. */
export function gzipFilter(level: number): Message {
  const out = littleEndian();
  out.u8(2);
  out.u8(1);
  // The filter, flags of which none are set, and how many values follow.
  for (const field of [1, 0, 1]) out.u16(field);
  out.u32(level);
  return { type: types.filters, body: out.view() };
}

/** Lead to an object by name. */
export function link(name: string, address: number): Message {
  const out = linkHead(name);
  out.u64(address);
  return { type: types.link, body: out.view() };
}

/** Lead to what is at a path, by name: a soft link. */
export function softLink(name: string, path: string): Message {
  const out = linkHead(name, softKind);
  const bytes = new TextEncoder().encode(path);
  out.u16(bytes.length);
  out.bytes(bytes);
  return { type: types.link, body: out.view() };
}

const softKind = 1;

function linkHead(name: string, kind?: number): ReturnType<typeof littleEndian> {
  const bytes = new TextEncoder().encode(name);
  const out = littleEndian();
  out.u8(1);
  // The length of the name has four bytes; the kind of a link stands here but of a hard one, and the character set, which is UTF-8.
  out.u8(0x2 | 0x10 | (kind === undefined ? 0 : 0x8));
  if (kind !== undefined) out.u8(kind);
  out.u8(1);
  out.u32(bytes.length);
  out.bytes(bytes);
  return out;
}

/** Say that a group keeps its links in its header. */
export function groupMessages(): readonly Message[] {
  const info = littleEndian();
  info.u16(0);
  info.u64(noAddress);
  info.u64(noAddress);
  return [
    { type: types.linkInfo, body: info.view() },
    { type: types.groupInfo, body: Uint8Array.of(0, 0) },
  ];
}

/** A value as its bytes. */
export interface EncodedValue {
  readonly type: ElementType;
  readonly data: Uint8Array;
  /** A single one where it is not given. */
  readonly shape?: readonly number[];
}

/** Attach a value, already encoded. */
export function attribute(name: string, { type, data, shape = [] }: EncodedValue): Message {
  const bytes = new TextEncoder().encode(`${name}\0`);
  const [what, space] = [encodeDatatype(type), dataspace(shape).body];
  const out = littleEndian();
  out.u8(3);
  out.u8(0);
  out.u16(bytes.length);
  out.u16(what.length);
  out.u16(space.length);
  // The name is UTF-8.
  out.u8(1);
  for (const part of [bytes, what, space, data]) out.bytes(part);
  return { type: types.attribute, body: out.view() };
}

/** Say by how many names an object is known. */
export function referenceCount(count: number): Message {
  const out = littleEndian();
  out.u8(0);
  out.u32(count);
  return { type: types.referenceCount, body: out.view() };
}
