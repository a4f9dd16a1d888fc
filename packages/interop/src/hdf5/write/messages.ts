import { type ElementType, elementBytes, encodeDatatype } from "./datatypes.ts";
import type { LittleEndian } from "./little-endian.ts";
import { noAddress } from "./superblock.ts";

/** A message of an object header, which encodes itself in place. */
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

/** Dataspace message: number of elements in each dimension; empty for a scalar. */
export function dataspace(shape: readonly number[], canGrow = false): Message {
  return { type: types.dataspace, write: (out) => writeDataspace(out, shape, canGrow) };
}

function writeDataspace(out: LittleEndian, shape: readonly number[], canGrow: boolean): void {
  out.u8(2);
  out.u8(shape.length);
  out.u8(canGrow ? 1 : 0);
  out.u8(shape.length === 0 ? 0 : 1);
  for (const length of shape) out.u64(length);
  // Datasets grow only by rows.
  if (canGrow) for (const [k, length] of shape.entries()) out.u64(k === 0 ? noAddress : length);
}

/** Datatype message. */
export function datatype(type: ElementType): Message {
  return { type: types.datatype, write: (out) => out.bytes(encodeDatatype(type)) };
}

/** Fill value message with the default, zero; space is allocated early for chunks and late otherwise. */
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

/** Contiguous layout message. */
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

/** Chunked layout message: chunks of `chunk` elements, found through a tree. */
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

/** Filter message: chunks are compressed with gzip; readers ignore the level. */
export function gzipFilter(level: number): Message {
  return {
    type: types.filters,
    write(out) {
      out.u8(2);
      out.u8(1);
      // Filter number, no flags, and number of values.
      for (const field of [1, 0, 1]) out.u16(field);
      out.u32(level);
    },
  };
}

/** Hard link message. */
export function link(name: Uint8Array, address: number): Message {
  return {
    type: types.link,
    write(out) {
      linkHead(out, name);
      out.u64(address);
    },
  };
}

/** Soft link message. */
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
  // The name length has four bytes; then the link type (omitted for hard links) and the character set, UTF-8.
  out.u8(0x2 | 0x10 | (kind === undefined ? 0 : 0x8));
  if (kind !== undefined) out.u8(kind);
  out.u8(1);
  out.u32(name.length);
  out.bytes(name);
}

/** Group message: links are in the header. */
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

/** A value as bytes. */
export interface EncodedValue {
  readonly type: ElementType;
  readonly write: (out: LittleEndian) => void;
  /** Shape; a scalar if missing. */
  readonly shape?: readonly number[];
}

/** Attribute message. */
export function attribute(name: Uint8Array, { type, write, shape = [] }: EncodedValue): Message {
  return {
    type: types.attribute,
    write(out) {
      const what = encodeDatatype(type);
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
      writeDataspace(out, shape, false);
      write(out);
    },
  };
}

/** Reference count message: number of hard links to an object. */
export function referenceCount(count: number): Message {
  return {
    type: types.referenceCount,
    write(out) {
      out.u8(0);
      out.u32(count);
    },
  };
}
