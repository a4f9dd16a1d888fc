import type { Operator } from "../../form/operators.ts";
import type { ValueType } from "../../form/types.ts";
import type { LibraryName } from "./library.ts";

/** Writes an operator on the texts of its inputs; `library` adds a function to the module and returns its name. */
type Write = (library: (name: LibraryName) => string, ...inputs: readonly string[]) => string;
type ByType = Readonly<Partial<Record<ValueType, Write>>>;

const infix =
  (sign: string): Write =>
  (_, a, b) =>
    `(${a} ${sign} ${b})`;

const prefix =
  (sign: string): Write =>
  (_, a) =>
    `(${sign}${a})`;

const called =
  (name: string): Write =>
  (_, ...inputs) =>
    `${name}(${inputs.join(", ")})`;

const own =
  (name: LibraryName): Write =>
  (library, ...inputs) =>
    `${library(name)}(${inputs.join(", ")})`;

const bits = (text: string | undefined): string => `bitcast<u32>(${text})`;
const signed = (text: string): string => `bitcast<i32>(${text})`;
const float = (text: string): string => `bitcast<f32>(${text})`;
/** Shift counts are taken modulo the width, which WGSL does only for counts unknown at compile time. */
const count = (text: string | undefined): string => `(${bits(text)} & 31u)`;

const unsigned =
  (sign: string): Write =>
  (_, a, b) =>
    signed(`${bits(a)} ${sign} ${bits(b)}`);

const both = (sign: string): ByType => ({ f32: infix(sign), i32: infix(sign) });

/** Round a float at this point: compilers may combine operations, such as `(x + 8) - 8` to `x`. */
const roundedHere =
  (write: Write): Write =>
  (library, ...inputs) =>
    `${library("rounded")}(${write(library, ...inputs)})`;

const arithmetic = (sign: string): ByType => ({
  f32: roundedHere((_, a, b) => `${a} ${sign} ${b}`),
  i32: infix(sign),
});

/**
 * Implementation of each operator, by the type of its first input.
 *
 * WGSL has no f64 and no i64. An i32 represents its bits: unsigned operators convert them to u32.
 */
export const scalarOperators: Readonly<Record<Operator, ByType>> = {
  add: arithmetic("+"),
  sub: arithmetic("-"),
  mul: arithmetic("*"),
  // Compilers multiply by the inverse of a constant divisor.
  div: { f32: roundedHere((library, a, b) => `${a} / ${library("rounded")}(${b})`) },
  // Those of WGSL may return either input if one is NaN, and either zero.
  min: { f32: own("least") },
  max: { f32: own("greatest") },
  // Functions, so that no text contains an input twice.
  lesser: { f32: own("lesser") },
  greater: { f32: own("greater") },
  withSign: {
    f32: (_, size, sign) => float(`(${bits(size)} & 0x7fffffffu) | (${bits(sign)} & 0x80000000u)`),
  },
  neg: { f32: prefix("-") },
  abs: { f32: called("abs") },
  sqrt: { f32: roundedHere(called("sqrt")) },
  floor: { f32: called("floor") },
  ceil: { f32: called("ceil") },
  trunc: { f32: called("trunc") },
  nearest: { f32: called("round") },
  exponentOf: { f32: (_, a) => `f32(${signed(`${bits(a)} >> 23u`)} - 127i)` },
  mantissaOf: { f32: (_, a) => float(`(${bits(a)} & 0x007fffffu) | 0x3f800000u`) },
  intoExponent: { f32: (_, a) => float(`${bits(a)} << 23u`) },
  head: { f32: (_, a) => float(`${bits(a)} & 0xfffff000u`) },

  lt: both("<"),
  le: both("<="),
  gt: both(">"),
  ge: both(">="),
  eq: both("=="),
  // A comparison of NaN with `!=` is false if a compiler implements it as "less or greater".
  ne: { f32: (_, a, b) => `(!(${a} == ${b}))`, i32: infix("!=") },
  ltUnsigned: { i32: (_, a, b) => `(${bits(a)} < ${bits(b)})` },
  geUnsigned: { i32: (_, a, b) => `(${bits(a)} >= ${bits(b)})` },

  and: { i32: infix("&"), bool: infix("&&") },
  or: { i32: infix("|"), bool: infix("||") },
  xor: { i32: infix("^"), bool: infix("!=") },
  not: { bool: prefix("!") },
  shiftLeft: { i32: (_, a, b) => `(${a} << ${count(b)})` },
  shiftRight: { i32: (_, a, b) => `(${a} >> ${count(b)})` },
  shiftRightUnsigned: { i32: (_, a, b) => signed(`${bits(a)} >> ${count(b)}`) },
  rotateLeft: { i32: own("rotate_left") },
  divUnsigned: { i32: unsigned("/") },
  remainderUnsigned: { i32: unsigned("%") },
  leadingZeros: { i32: called("countLeadingZeros") },
  trailingZeros: { i32: called("countTrailingZeros") },
  countOnes: { i32: called("countOneBits") },

  select: { bool: (_, condition, yes, no) => `select(${no}, ${yes}, ${condition})` },
  // Written by the writer of values, which knows the rare cases.
  rarely: {},

  toF64: {},
  toF64Unsigned: {},
  toF32: { i32: own("to_f32") },
  toF32Unsigned: { i32: (library, a) => `${library("to_f32_unsigned")}(${bits(a)})` },
  toI32: { f32: own("to_i32") },
  toI64: {},
  toI64Unsigned: {},
  lowHalf: {},
  bitsOf: { f32: (_, a) => signed(`${a}`) },
  fromBits: { i32: (_, a) => float(`${a}`) },
  flag: { bool: (_, a) => `select(0i, 1i, ${a})` },
};
