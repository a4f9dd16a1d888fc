import { halfOf } from "../../layers/half.ts";
import type { Datatype } from "./datatype.ts";

/** Numbers as stored in a file. */
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

type View = (buffer: ArrayBuffer, from: number, count: number) => NumberBlock;

const views: Readonly<Record<string, View>> = {
  float8: (...bytes) => new Float64Array(...bytes),
  float2: (...bytes) => singles(new Uint16Array(...bytes)),
  float4: (...bytes) => new Float32Array(...bytes),
  signed8: (...bytes) => new BigInt64Array(...bytes),
  signed4: (...bytes) => new Int32Array(...bytes),
  signed2: (...bytes) => new Int16Array(...bytes),
  signed1: (...bytes) => new Int8Array(...bytes),
  plain8: (...bytes) => new BigUint64Array(...bytes),
  plain4: (...bytes) => new Uint32Array(...bytes),
  plain2: (...bytes) => new Uint16Array(...bytes),
  plain1: (...bytes) => new Uint8Array(...bytes),
};

/** Half-precision numbers, converted to single precision without loss. */
function singles(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, halfOf);
}

const isBigEndianHere = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** View bytes as numbers; undefined if they are not numeric. */
export function numbersOf(type: Datatype, bytes: Uint8Array<ArrayBuffer>): NumberBlock | undefined {
  if (type.kind !== "integer" && type.kind !== "float") return undefined;
  if (type.isBigEndian !== isBigEndianHere) reverse(bytes, type.size);
  const sort = type.kind === "float" ? "float" : type.hasSign ? "signed" : "plain";
  // Misaligned bytes are copied.
  const { buffer, byteOffset, length } =
    bytes.byteOffset % type.size === 0 ? bytes : new Uint8Array(bytes);
  return views[`${sort}${type.size}`]?.(buffer, byteOffset, length / type.size);
}

/** Reverse the byte order of each element. */
function reverse(bytes: Uint8Array, size: number): void {
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
