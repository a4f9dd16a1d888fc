import { javascriptF32, javascriptF64 } from "@spikeloom/equations/functions";
import type { Operator } from "../../form/operators.ts";
import type { ValueType } from "../../form/types.ts";

/** A value in JavaScript: floats and i32 are numbers, an i64 is a bigint. */
export type Scalar = number | bigint | boolean;

type Compute = (...inputs: readonly Scalar[]) => Scalar;
type ByType = Readonly<Partial<Record<ValueType, Compute>>>;

const floats = (of: (o: typeof javascriptF64) => (...inputs: never[]) => Scalar): ByType => ({
  f64: of(javascriptF64) as Compute,
  f32: of(javascriptF32) as Compute,
});

/** Results are truncated to 32 bits inline: an additional call for each would double the time. */
const narrow = (compute: (a: number, b: number) => number): Compute => compute as Compute;

const wide = (compute: (a: bigint, b: bigint) => bigint): Compute => {
  return (a, b) => BigInt.asIntN(64, compute(a as bigint, b as bigint));
};

const unsigned = (value: Scalar | undefined): bigint => BigInt.asUintN(64, value as bigint);
const count = (by: bigint): bigint => by & 63n;

/** Count the leading zeros of 64 bits. */
function leadingZeros(value: bigint): number {
  const high = Math.clz32(Number(value >> 32n));
  return high < 32 ? high : 32 + Math.clz32(Number(value & 0xffffffffn));
}

function countOnes(value: bigint): number {
  let ones = 0;
  for (let left = value; left > 0n; left &= left - 1n) ones++;
  return ones;
}

const bytes = new DataView(new ArrayBuffer(8));

/** Integers are compared like doubles; a comparison of two 64-bit integers uses bigints directly. */
const compared = (of: (o: typeof javascriptF64) => (a: number, b: number) => boolean): ByType => {
  const any = of(javascriptF64) as Compute;
  return { ...floats(of), i32: any, i64: any };
};

/** Implementation of each operator, by the type of its first input. */
export const scalarOperators: Readonly<Record<Operator, ByType>> = {
  add: {
    ...floats((o) => o.add),
    i32: narrow((a, b) => (a + b) | 0),
    i64: wide((a, b) => a + b),
  },
  sub: {
    ...floats((o) => o.sub),
    i32: narrow((a, b) => (a - b) | 0),
    i64: wide((a, b) => a - b),
  },
  mul: { ...floats((o) => o.mul), i32: narrow(Math.imul), i64: wide((a, b) => a * b) },
  div: floats((o) => o.div),
  min: floats((o) => o.min),
  max: floats((o) => o.max),
  lesser: floats((o) => o.lesser),
  greater: floats((o) => o.greater),
  withSign: floats((o) => o.withSign),
  neg: floats((o) => o.neg),
  abs: floats((o) => o.abs),
  sqrt: floats((o) => o.sqrt),
  floor: floats((o) => o.floor),
  ceil: floats((o) => o.ceil),
  trunc: floats((o) => o.trunc),
  nearest: floats((o) => o.nearest),
  exponentOf: floats((o) => o.exponentOf),
  mantissaOf: floats((o) => o.mantissaOf),
  intoExponent: floats((o) => o.intoExponent),
  head: floats((o) => o.head),

  lt: compared((o) => o.lt),
  le: compared((o) => o.le),
  gt: compared((o) => o.gt),
  ge: compared((o) => o.ge),
  eq: compared((o) => o.eq),
  ne: compared((o) => o.ne),
  ltUnsigned: {
    i32: (a, b) => (a as number) >>> 0 < (b as number) >>> 0,
    i64: (a, b) => unsigned(a) < unsigned(b),
  },
  geUnsigned: {
    i32: (a, b) => (a as number) >>> 0 >= (b as number) >>> 0,
    i64: (a, b) => unsigned(a) >= unsigned(b),
  },

  and: {
    i32: narrow((a, b) => a & b),
    i64: wide((a, b) => a & b),
    bool: javascriptF64.and as Compute,
  },
  or: {
    i32: narrow((a, b) => a | b),
    i64: wide((a, b) => a | b),
    bool: javascriptF64.or as Compute,
  },
  xor: {
    i32: narrow((a, b) => a ^ b),
    i64: wide((a, b) => a ^ b),
    bool: (a, b) => a !== b,
  },
  not: { bool: javascriptF64.not as Compute },
  shiftLeft: { i32: narrow((a, b) => a << b), i64: wide((a, b) => a << count(b)) },
  shiftRight: { i32: narrow((a, b) => a >> b), i64: wide((a, b) => a >> count(b)) },
  shiftRightUnsigned: {
    i32: narrow((a, b) => (a >>> b) | 0),
    i64: wide((a, b) => unsigned(a) >> count(b)),
  },
  rotateLeft: {
    i32: narrow((a, b) => (a << b) | (a >>> -b)),
    i64: wide((a, b) => (unsigned(a) << count(b)) | (unsigned(a) >> count(-b))),
  },
  divUnsigned: {
    i32: narrow((a, b) => Math.floor((a >>> 0) / (b >>> 0)) | 0),
    i64: wide((a, b) => unsigned(a) / unsigned(b)),
  },
  remainderUnsigned: {
    i32: narrow((a, b) => ((a >>> 0) % (b >>> 0)) | 0),
    i64: wide((a, b) => unsigned(a) % unsigned(b)),
  },
  leadingZeros: {
    i32: (a) => Math.clz32(a as number),
    i64: (a) => BigInt(leadingZeros(unsigned(a))),
  },
  trailingZeros: {
    i32: (a) => 31 - Math.clz32((a as number) & -(a as number)) + (a === 0 ? 33 : 0),
    i64: (a) => {
      const lowest = unsigned(a) & unsigned(-(a as bigint));
      return lowest === 0n ? 64n : BigInt(63 - leadingZeros(lowest));
    },
  },
  countOnes: {
    i32: (a) => countOnes(BigInt.asUintN(32, BigInt(a as number))),
    i64: (a) => BigInt(countOnes(unsigned(a))),
  },

  select: { bool: javascriptF64.select as Compute },
  // Only needed values are computed; the interpreter ensures that.
  rarely: { bool: (mask, usual, slow) => (mask ? slow : usual) as Scalar },

  toF64: { f32: (a) => a as number, i32: (a) => a as number, i64: (a) => Number(a) },
  toF64Unsigned: { i32: (a) => (a as number) >>> 0 },
  toF32: { f64: (a) => Math.fround(a as number), i32: (a) => Math.fround(a as number) },
  toF32Unsigned: { i32: (a) => Math.fround((a as number) >>> 0) },
  toI32: { f64: saturated, f32: saturated },
  toI64: { i32: (a) => BigInt(a as number), f64: saturatedWide },
  toI64Unsigned: { i32: (a) => BigInt((a as number) >>> 0) },
  lowHalf: { i64: (a) => Number(BigInt.asIntN(32, a as bigint)) },
  bitsOf: {
    f64: (a) => {
      bytes.setFloat64(0, a as number);
      return bytes.getBigInt64(0);
    },
    f32: (a) => {
      bytes.setFloat32(0, a as number);
      return bytes.getInt32(0);
    },
  },
  fromBits: {
    i64: (a) => {
      bytes.setBigInt64(0, a as bigint);
      return bytes.getFloat64(0);
    },
    i32: (a) => {
      bytes.setInt32(0, a as number);
      return bytes.getFloat32(0);
    },
  },
  flag: { bool: (a) => (a ? 1 : 0) },
};

function saturated(a: Scalar | undefined): number {
  const value = a as number;
  if (Number.isNaN(value)) return 0;
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(value))) | 0;
}

function saturatedWide(a: Scalar | undefined): bigint {
  const value = a as number;
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 0x7fff_ffff_ffff_ffffn;
  return value <= -(2 ** 63) ? -0x8000_0000_0000_0000n : BigInt(Math.trunc(value));
}
