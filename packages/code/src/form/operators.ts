import type { ValueType } from "./types.ts";

/** Kinds of types that an operator accepts. */
type Kind = "floats" | "integers" | "numbers" | "bits" | "bool";

/**
 * All operators with the types that they accept.
 *
 * A kind and a number: that many inputs of one type, with a result of that type, or of the type that follows. `chosen`: a
 * truth value and two inputs of one type. A record: the type of the result by that of the only input. Operations on
 * floats are exact or correctly rounded unless a target states otherwise; integers wrap.
 */
const table = {
  add: ["numbers", 2],
  sub: ["numbers", 2],
  mul: ["numbers", 2],
  div: ["floats", 2],
  /** IEEE 754 minimum: NaN if either is NaN, -0 below 0. */
  min: ["floats", 2],
  max: ["floats", 2],
  /** `a < b ? a : b`. */
  lesser: ["floats", 2],
  /** `a > b ? a : b`. */
  greater: ["floats", 2],
  /** The magnitude of the first with the sign bit of the second. */
  withSign: ["floats", 2],
  neg: ["floats", 1],
  abs: ["floats", 1],
  sqrt: ["floats", 1],
  floor: ["floats", 1],
  ceil: ["floats", 1],
  trunc: ["floats", 1],
  /** Round to the nearest integer, ties to even. */
  nearest: ["floats", 1],
  /** The exponent e of a positive normal number in m * 2^e, 1 <= m < 2. */
  exponentOf: ["floats", 1],
  mantissaOf: ["floats", 1],
  /** Shift the bits left by the width of the fraction. */
  intoExponent: ["floats", 1],
  /**
   * The upper part of the significand: f64 is rounded to 26 bits, ties away from zero; f32 is truncated to 12.
   *
   * Bits: f64 `(bits + 0x4000000) & ~0x7ffffff`, f32 `bits & ~0xfff`. Products of two heads are exact.
   */
  head: ["floats", 1],

  // Integers are compared as signed.
  lt: ["numbers", 2, "bool"],
  le: ["numbers", 2, "bool"],
  gt: ["numbers", 2, "bool"],
  ge: ["numbers", 2, "bool"],
  eq: ["numbers", 2, "bool"],
  ne: ["numbers", 2, "bool"],
  ltUnsigned: ["integers", 2, "bool"],
  geUnsigned: ["integers", 2, "bool"],

  and: ["bits", 2],
  or: ["bits", 2],
  xor: ["bits", 2],
  not: ["bool", 1],
  // Shift counts are taken modulo the width.
  shiftLeft: ["integers", 2],
  /** Shift right and fill with the sign bit: rounds down. */
  shiftRight: ["integers", 2],
  shiftRightUnsigned: ["integers", 2],
  rotateLeft: ["integers", 2],
  divUnsigned: ["integers", 2],
  remainderUnsigned: ["integers", 2],
  leadingZeros: ["integers", 1],
  trailingZeros: ["integers", 1],
  countOnes: ["integers", 1],

  /** Inputs (mask, yes, no): `mask ? yes : no`. */
  select: "chosen",
  /** Inputs (mask, usual, slow): `mask ? slow : usual`. A target may skip what only `slow` needs. */
  rarely: "chosen",

  toF64: { f32: "f64", i32: "f64", i64: "f64" },
  toF64Unsigned: { i32: "f64" },
  toF32: { f64: "f32", i32: "f32" },
  toF32Unsigned: { i32: "f32" },
  /** Truncate; values beyond the range become its nearest end, NaN becomes 0. */
  toI32: { f64: "i32", f32: "i32" },
  toI64: { i32: "i64", f64: "i64" },
  toI64Unsigned: { i32: "i64" },
  /** The lower half. */
  lowHalf: { i64: "i32" },
  bitsOf: { f64: "i64", f32: "i32" },
  fromBits: { i64: "f64", i32: "f32" },
  /** 1 or 0. */
  flag: { bool: "i32" },
} as const;

/** The operation that computes a value. */
export type Operator = keyof typeof table;

type Row =
  | "chosen"
  | readonly [kind: Kind, inputs: number, result?: ValueType]
  | Readonly<Partial<Record<ValueType, ValueType>>>;

const kinds: Readonly<Record<Kind, readonly ValueType[]>> = {
  floats: ["f64", "f32"],
  integers: ["i32", "i64"],
  numbers: ["f64", "f32", "i32", "i64"],
  bits: ["i32", "i64", "bool"],
  bool: ["bool"],
};

/** Return the type of an operator's result for inputs of these types; undefined if it does not accept them. */
export function resultType(
  operator: Operator,
  inputs: readonly ValueType[],
): ValueType | undefined {
  const row: Row = table[operator];
  const [first, second, third] = inputs;
  if (row === "chosen") {
    return first === "bool" && second === third && inputs.length === 3 ? second : undefined;
  }
  if (first === undefined) return undefined;
  if (!isKindRow(row)) return inputs.length === 1 ? row[first] : undefined;
  const [kind, count, result = first] = row;
  const isAccepted = inputs.length === count && kinds[kind].includes(first);
  return isAccepted && inputs.every((type) => type === first) ? result : undefined;
}

function isKindRow(row: Exclude<Row, string>): row is Extract<Row, readonly unknown[]> {
  return Array.isArray(row);
}
