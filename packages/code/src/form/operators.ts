import type { ValueType } from "./types.ts";

/** The operation that computes a value. */
export type Operator =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "min"
  | "max"
  | "lesser"
  | "greater"
  | "withSign"
  | "neg"
  | "abs"
  | "sqrt"
  | "floor"
  | "ceil"
  | "trunc"
  | "nearest"
  | "exponentOf"
  | "mantissaOf"
  | "intoExponent"
  | "head"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "eq"
  | "ne"
  | "ltUnsigned"
  | "geUnsigned"
  | "and"
  | "or"
  | "xor"
  | "not"
  | "shiftLeft"
  | "shiftRight"
  | "shiftRightUnsigned"
  | "rotateLeft"
  | "divUnsigned"
  | "remainderUnsigned"
  | "leadingZeros"
  | "trailingZeros"
  | "countOnes"
  | "select"
  | "rarely"
  | "toF64"
  | "toF64Unsigned"
  | "toF32"
  | "toF32Unsigned"
  | "toI32"
  | "toI64"
  | "toI64Unsigned"
  | "lowHalf"
  | "bitsOf"
  | "fromBits"
  | "flag";

/** Return the result type of an operator for inputs of these types; undefined if it does not accept them. */
type Rule = (inputs: readonly ValueType[]) => ValueType | undefined;

const floats: ReadonlySet<string> = new Set(["f64", "f32"]);
const integers: ReadonlySet<string> = new Set(["i32", "i64"]);
const numbers: ReadonlySet<string> = new Set([...floats, ...integers]);
const bits: ReadonlySet<string> = new Set([...integers, "bool"]);

/** Accept this many inputs of one type, with a result of that type. */
const alike =
  (arity: number, types: ReadonlySet<string>): Rule =>
  ([first, ...rest]) => {
    if (first === undefined || rest.length + 1 !== arity || !types.has(first)) return undefined;
    return rest.every((type) => type === first) ? first : undefined;
  };

const compared =
  (types: ReadonlySet<string>): Rule =>
  (inputs) =>
    alike(2, types)(inputs) && "bool";

const converted =
  (pairs: Readonly<Partial<Record<ValueType, ValueType>>>): Rule =>
  ([from, ...rest]) =>
    from !== undefined && rest.length === 0 ? pairs[from] : undefined;

const chosen: Rule = ([condition, yes, no, ...rest]) =>
  condition === "bool" && yes === no && rest.length === 0 ? yes : undefined;

/**
 * All operators with the types that they accept.
 *
 * Operations on floats are exact or correctly rounded unless a target states otherwise; integers wrap.
 */
export const operators: Readonly<Record<Operator, Rule>> = {
  add: alike(2, numbers),
  sub: alike(2, numbers),
  mul: alike(2, numbers),
  div: alike(2, floats),
  /** IEEE 754 minimum: NaN if either is NaN, -0 below 0. */
  min: alike(2, floats),
  max: alike(2, floats),
  /** `a < b ? a : b`. */
  lesser: alike(2, floats),
  /** `a > b ? a : b`. */
  greater: alike(2, floats),
  /** The magnitude of the first with the sign bit of the second. */
  withSign: alike(2, floats),
  neg: alike(1, floats),
  abs: alike(1, floats),
  sqrt: alike(1, floats),
  floor: alike(1, floats),
  ceil: alike(1, floats),
  trunc: alike(1, floats),
  /** Round to the nearest integer, ties to even. */
  nearest: alike(1, floats),
  /** The exponent e of a positive normal number in m * 2^e, 1 <= m < 2. */
  exponentOf: alike(1, floats),
  mantissaOf: alike(1, floats),
  /** Shift the bits left by the width of the fraction. */
  intoExponent: alike(1, floats),
  /** The upper half of the significand. */
  head: alike(1, floats),

  // Integers are compared as signed.
  lt: compared(numbers),
  le: compared(numbers),
  gt: compared(numbers),
  ge: compared(numbers),
  eq: compared(numbers),
  ne: compared(numbers),
  ltUnsigned: compared(integers),
  geUnsigned: compared(integers),

  and: alike(2, bits),
  or: alike(2, bits),
  xor: alike(2, bits),
  not: alike(1, new Set(["bool"])),
  // Shift counts are taken modulo the width.
  shiftLeft: alike(2, integers),
  /** Shift right and fill with the sign bit: rounds down. */
  shiftRight: alike(2, integers),
  shiftRightUnsigned: alike(2, integers),
  rotateLeft: alike(2, integers),
  divUnsigned: alike(2, integers),
  remainderUnsigned: alike(2, integers),
  leadingZeros: alike(1, integers),
  trailingZeros: alike(1, integers),
  countOnes: alike(1, integers),

  select: chosen,
  /** `select(mask, slow, usual)`, where a target may skip what only `slow` needs: (mask, usual, slow). */
  rarely: chosen,

  toF64: converted({ f32: "f64", i32: "f64", i64: "f64" }),
  toF64Unsigned: converted({ i32: "f64" }),
  toF32: converted({ f64: "f32", i32: "f32" }),
  toF32Unsigned: converted({ i32: "f32" }),
  /** Truncate; values beyond the range become its nearest end, NaN becomes 0. */
  toI32: converted({ f64: "i32", f32: "i32" }),
  toI64: converted({ i32: "i64", f64: "i64" }),
  toI64Unsigned: converted({ i32: "i64" }),
  /** The lower half. */
  lowHalf: converted({ i64: "i32" }),
  bitsOf: converted({ f64: "i64", f32: "i32" }),
  fromBits: converted({ i64: "f64", i32: "f32" }),
  /** 1 or 0. */
  flag: converted({ bool: "i32" }),
};
