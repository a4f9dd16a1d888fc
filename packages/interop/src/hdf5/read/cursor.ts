import { damaged } from "./damage.ts";

/** Bytes of an address and of a length in a file. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}

/** Reads consecutive little-endian fields, never past the end. */
export interface Cursor {
  /** Number of remaining bytes. */
  readonly left: number;
  u8(): number;
  u16(): number;
  u32(): number;
  /** An unsigned integer of this many bytes. */
  uint(bytes: number): number;
  /** An address; undefined if the field marks it as undefined. */
  address(): number | undefined;
  /** An address that must be defined. */
  needed(): number;
  length(): number;
  /** A length; undefined if the field marks it as undefined. */
  lengthOrNone(): number | undefined;
  bytes(count: number): Uint8Array;
  text(count: number): string;
  skip(count: number): void;
  /** Require these characters. */
  expect(signature: string): void;
  /** Require one of these versions. */
  version(what: string, known: readonly number[]): number;
}

/** Read fields from bytes. */
export function cursor(from: Uint8Array, widths: Widths): Cursor {
  let at = 0;
  const take = (count: number): number => {
    if (count > from.length - at) damaged("a structure in it is truncated");
    at += count;
    return at - count;
  };
  const uint = (bytes: number): number => {
    const start = take(bytes);
    let value = 0;
    for (let k = bytes - 1; k >= 0; k--) value = value * 256 + (from[start + k] as number);
    // Larger integers are not exact, and no file is that long.
    if (value > Number.MAX_SAFE_INTEGER) damaged("a length or address in it is impossibly large");
    return value;
  };
  const bytes = (count: number): Uint8Array => {
    const start = take(count);
    return from.subarray(start, start + count);
  };
  const unless = (width: number): number | undefined => {
    const start = at;
    if (bytes(width).every((byte) => byte === 0xff)) return undefined;
    at = start;
    return uint(width);
  };
  const fields: Cursor = {
    get left() {
      return from.length - at;
    },
    u8: () => from[take(1)] as number,
    u16: () => uint(2),
    u32: () => uint(4),
    uint,
    address: () => unless(widths.address),
    needed: () => fields.address() ?? damaged("a structure in it is missing"),
    length: () => uint(widths.length),
    lengthOrNone: () => unless(widths.length),
    bytes,
    text: (count) => decoder.decode(bytes(count)).replace(/\0.*$/s, ""),
    skip: (count) => void take(count),
    expect(signature) {
      const found = String.fromCharCode(...bytes(signature.length));
      if (found !== signature) damaged("a structure in it is not at its address");
    },
    version(what, known) {
      const got = uint(1);
      if (known.includes(got)) return got;
      return damaged(`it has ${what} of unknown version ${got}`);
    },
  };
  return fields;
}

const decoder = new TextDecoder();
