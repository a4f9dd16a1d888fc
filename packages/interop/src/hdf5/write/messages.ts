import { type ElementType, elementBytes, encodeDatatype } from "./datatypes.ts";
import type { LittleEndian } from "./little-endian.ts";
import { noAddress } from "./superblock.ts";

/** One message of an object header, which writes itself to its place. */
export interface Message {
  readonly type: number;
  readonly write: (out: LittleEndian) => void;
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
  return { type: types.dataspace, write: (out) => writeDataspace(out, shape, canGrow) };
}

function writeDataspace(out: LittleEndian, shape: readonly number[], canGrow: boolean): void {
  out.u8(2);
  out.u8(shape.length);
  out.u8(canGrow ? 1 : 0);
  out.u8(shape.length === 0 ? 0 : 1);
  for (const length of shape) out.u64(length);
  // Only rows are added.
  if (canGrow) for (const [k, length] of shape.entries()) out.u64(k === 0 ? noAddress : length);
}

/** Say what the elements are. */
export function datatype(type: ElementType): Message {
  return { type: types.datatype, write: (out) => out.bytes(encodeDatatype(type)) };
}

/** State the default fill value, zero; space is taken early for chunks and late for the rest. */
export function fillValue(isChunked: boolean): Message {
  const [late, incremental, ifSet] = [2, 3, 2 << 2];
  return {
    type: types.fillValue,
    write(out) {
      out.u8(3);
      out.u8((isChunked ? incremental : late) | ifSet);
    },
  };
}

/** Say where the elements are: in one piece. */
export function contiguousLayout(place: {
  readonly address: number;
  readonly bytes: number;
}): Message {
  return {
    type: types.layout,
    write(out) {
      out.u8(3);
      out.u8(1);
      out.u64(place.bytes === 0 ? noAddress : place.address);
      out.u64(place.bytes);
    },
  };
}

/** Say where the elements are: in chunks of `chunk` elements, found through a tree. */
export function chunkedLayout(place: {
  readonly tree: number;
  readonly chunk: readonly number[];
  readonly type: ElementType;
}): Message {
  return {
    type: types.layout,
    write(out) {
      out.u8(3);
      out.u8(2);
      out.u8(place.chunk.length + 1);
      out.u64(place.tree);
      for (const length of place.chunk) out.u32(length);
      out.u32(elementBytes[place.type]);
    },
  };
}

/** Say that chunks are packed by gzip, at a level that matters to no reader. */
export function gzipFilter(level: number): Message {
  return {
    type: types.filters,
    write(out) {
      out.u8(2);
      out.u8(1);
      // The filter, flags of which none are set, and how many values follow.
      for (const field of [1, 0, 1]) out.u16(field);
      out.u32(level);
    },
  };
}

/** Lead to an object by name. */
export function link(name: Uint8Array, address: number): Message {
  return {
    type: types.link,
    write(out) {
      linkHead(out, name);
      out.u64(address);
    },
  };
}

/** Lead to what is at a path, by name: a soft link. */
export function softLink(name: Uint8Array, path: Uint8Array): Message {
  return {
    type: types.link,
    write(out) {
      linkHead(out, name, softKind);
      out.u16(path.length);
      out.bytes(path);
    },
  };
}

const softKind = 1;

function linkHead(out: LittleEndian, name: Uint8Array, kind?: number): void {
  out.u8(1);
  // The length of the name has four bytes; the kind of a link stands here but of a hard one, and the character set, which is UTF-8.
  out.u8(0x2 | 0x10 | (kind === undefined ? 0 : 0x8));
  if (kind !== undefined) out.u8(kind);
  out.u8(1);
  out.u32(name.length);
  out.bytes(name);
}

/** Say that a group keeps its links in its header. */
export const groupMessages: readonly Message[] = [
  {
    type: types.linkInfo,
    write(out) {
      out.u16(0);
      out.u64(noAddress);
      out.u64(noAddress);
    },
  },
  { type: types.groupInfo, write: (out) => out.u16(0) },
];

/** A value as its bytes. */
export interface EncodedValue {
  readonly type: ElementType;
  readonly write: (out: LittleEndian) => void;
  /** A single one where it is not given. */
  readonly shape?: readonly number[];
}

/** Attach a value. */
export function attribute(name: Uint8Array, { type, write, shape = [] }: EncodedValue): Message {
  return {
    type: types.attribute,
    write(out) {
      const what = encodeDatatype(type);
      out.u8(3);
      out.u8(0);
      // The name ends with a zero.
      out.u16(name.length + 1);
      out.u16(what.length);
      out.u16(4 + 8 * shape.length);
      // The name is UTF-8.
      out.u8(1);
      out.bytes(name);
      out.u8(0);
      out.bytes(what);
      writeDataspace(out, shape, false);
      write(out);
    },
  };
}

/** Say by how many names an object is known. */
export function referenceCount(count: number): Message {
  return {
    type: types.referenceCount,
    write(out) {
      out.u8(0);
      out.u32(count);
    },
  };
}
