import type { Operations } from "./operations.ts";

const f32 = new Float32Array(1);
const u32 = new Uint32Array(f32.buffer);
// A DataView makes this independent of the machine's byte order.
const words = new DataView(new ArrayBuffer(8));

const fround = Math.fround;

function nearestBy(shift: number): (x: number) => number {
  return (x) => {
    const size = Math.abs(x);
    if (!(size < shift)) return x;
    const rounded = size + shift - shift;
    return x < 0 || Object.is(x, -0) ? -rounded : rounded;
  };
}

function nearestF32(x: number): number {
  const size = Math.abs(x);
  if (!(size < 2 ** 23)) return x;
  const rounded = fround(fround(size + 2 ** 23) - 2 ** 23);
  return x < 0 || Object.is(x, -0) ? -rounded : rounded;
}

const both = {
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  neg: (x: number): number => -x,
  abs: Math.abs,
  min: Math.min,
  max: Math.max,
  lesser(a: number, b: number): number {
    if (a < b) return a;
    return b;
  },
  greater(a: number, b: number): number {
    if (a > b) return a;
    return b;
  },
  withSign: (size: number, sign: number): number =>
    sign < 0 || Object.is(sign, -0) ? -Math.abs(size) : Math.abs(size),
  lt: (a: number, b: number): boolean => a < b,
  le: (a: number, b: number): boolean => a <= b,
  gt: (a: number, b: number): boolean => a > b,
  ge: (a: number, b: number): boolean => a >= b,
  eq: (a: number, b: number): boolean => a === b,
  ne: (a: number, b: number): boolean => a !== b,
  and: (a: boolean, b: boolean): boolean => a && b,
  or: (a: boolean, b: boolean): boolean => a || b,
  not: (a: boolean): boolean => !a,
  select: (mask: boolean, yes: number, no: number): number => (mask ? yes : no),
  rarely: (mask: boolean, usual: number, slow: () => number): number => (mask ? slow() : usual),
} as const;

/** The elementary operations on JavaScript numbers as doubles. */
export const javascriptF64: Operations<number, boolean> = {
  ...both,
  precision: "f64",
  constant: (x) => x,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  sqrt: Math.sqrt,
  nearest: nearestBy(2 ** 52),
  exponentOf(x) {
    words.setFloat64(0, x);
    return (words.getUint32(0) >>> 20) - 1023;
  },
  mantissaOf(x) {
    words.setFloat64(0, x);
    words.setUint32(0, (words.getUint32(0) & 0xfffff) | 0x3ff00000);
    return words.getFloat64(0);
  },
  intoExponent(x) {
    words.setFloat64(0, x);
    words.setUint32(0, words.getUint32(4) << 20);
    words.setUint32(4, 0);
    return words.getFloat64(0);
  },
  head(x) {
    words.setFloat64(0, x);
    const low = words.getUint32(4) + 0x4000000;
    if (low > 0xffffffff) words.setUint32(0, words.getUint32(0) + 1);
    words.setUint32(4, low & 0xf8000000);
    return words.getFloat64(0);
  },
};

/** The elementary operations on JavaScript numbers as floats: rounded after each. */
export const javascriptF32: Operations<number, boolean> = {
  ...both,
  precision: "f32",
  constant: fround,
  add: (a, b) => fround(a + b),
  sub: (a, b) => fround(a - b),
  mul: (a, b) => fround(a * b),
  div: (a, b) => fround(a / b),
  sqrt: (x) => fround(Math.sqrt(x)),
  nearest: nearestF32,
  exponentOf(x) {
    f32[0] = x;
    return ((u32[0] ?? 0) >>> 23) - 127;
  },
  mantissaOf(x) {
    f32[0] = x;
    u32[0] = ((u32[0] ?? 0) & 0x7fffff) | 0x3f800000;
    return f32[0];
  },
  intoExponent(x) {
    f32[0] = x;
    u32[0] = (u32[0] ?? 0) << 23;
    return f32[0];
  },
  head(x) {
    f32[0] = x;
    u32[0] = (u32[0] ?? 0) & 0xfffff000;
    return f32[0];
  },
};
