import type { Datatype } from "./datatype.ts";

/** Numbers as a file holds them. */
export type NumberBlock =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

type View = (buffer: ArrayBuffer) => NumberBlock;

const views: Readonly<Record<string, View>> = {
  float8: (buffer) => new Float64Array(buffer),
  float4: (buffer) => new Float32Array(buffer),
  signed8: (buffer) => new BigInt64Array(buffer),
  signed4: (buffer) => new Int32Array(buffer),
  signed2: (buffer) => new Int16Array(buffer),
  signed1: (buffer) => new Int8Array(buffer),
  plain8: (buffer) => new BigUint64Array(buffer),
  plain4: (buffer) => new Uint32Array(buffer),
  plain2: (buffer) => new Uint16Array(buffer),
  plain1: (buffer) => new Uint8Array(buffer),
};

const isBigEndianHere = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** See bytes as the numbers that they are; undefined where they are none. */
export function numbersOf(type: Datatype, bytes: Uint8Array<ArrayBuffer>): NumberBlock | undefined {
  if (type.kind !== "integer" && type.kind !== "float") return undefined;
  if (type.isBigEndian !== isBigEndianHere) reverse(bytes, type.size);
  const sort = type.kind === "float" ? "float" : type.hasSign ? "signed" : "plain";
  return views[`${sort}${type.size}`]?.(bytes.buffer);
}

/** Turn the bytes of each element around. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
