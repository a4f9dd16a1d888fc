import { damaged } from "./damage.ts";

/** Bytes of an address and of a length in a file. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}

/** Fields that are read one after the other, least significant byte first; never past the end. */
export interface Cursor {
  /** Bytes that are left. */
  readonly left: number;
  u8(): number;
  u16(): number;
  u32(): number;
  /** A whole number of so many bytes. */
  uint(bytes: number): number;
  /** A place in the file; undefined where the field says that there is none. */
  address(): number | undefined;
  /** A place in the file that has to be there. */
  needed(): number;
  length(): number;
  /** A length; undefined where the field says that there is none. */
  lengthOrNone(): number | undefined;
  bytes(count: number): Uint8Array;
  text(count: number): string;
  skip(count: number): void;
  /** Refuse other bytes than these characters. */
  expect(signature: string): void;
  /** Refuse another version than these. */
  version(what: string, known: readonly number[]): number;
}

/** Read the fields of some bytes. */
export function cursor(from: Uint8Array, widths: Widths): Cursor {
  let at = 0;
  const take = (count: number): number => {
    if (count > from.length - at) damaged("a part of its structure is cut short");
    at += count;
    return at - count;
  };
  const uint = (bytes: number): number => {
    const start = take(bytes);
    let value = 0;
    for (let k = bytes - 1; k >= 0; k--) value = value * 256 + (from[start + k] as number);
    // Past this not every whole number can be told from its neighbours, and no file is that long.
    if (value > Number.MAX_SAFE_INTEGER) damaged("a length or place in it is absurd");
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
    needed: () => fields.address() ?? damaged("a part of its structure is not there"),
    length: () => uint(widths.length),
    lengthOrNone: () => unless(widths.length),
    bytes,
    text: (count) => decoder.decode(bytes(count)).replace(/\0.*$/s, ""),
    skip: (count) => void take(count),
    expect(signature) {
      const found = String.fromCharCode(...bytes(signature.length));
      if (found !== signature) damaged("a part of its structure is not where it should be");
    },
    version(what, known) {
      const got = uint(1);
      if (known.includes(got)) return got;
      return damaged(`it has ${what} of an unknown version, ${got}`);
    },
  };
  return fields;
}

const decoder = new TextDecoder();
