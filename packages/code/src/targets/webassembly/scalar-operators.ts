import type { Operator } from "../../form/operators.ts";
import type { FloatType, ValueType } from "../../form/types.ts";
import type { OpName } from "./encoder/instructions.ts";
import type { Node } from "./node.ts";
import { type CodeGraph, scalarBits } from "./operations.ts";

/** Writes an operator on nodes. */
type Write = (o: CodeGraph, ...inputs: readonly Node[]) => Node;
type ByType = Readonly<Partial<Record<ValueType, Write>>>;

const one =
  (name: OpName): Write =>
  (o, ...inputs) =>
    o.instruction(name, ...inputs);

const named = (types: readonly ValueType[], name: string): ByType =>
  Object.fromEntries(types.map((type) => [type, one(`${type}.${name}` as OpName)]));

const floats = (name: string): ByType => named(["f64", "f32"], name);
const integers = (name: string): ByType => named(["i32", "i64"], name);
const numbers = (name: string): ByType => ({ ...floats(name), ...integers(name) });

/** Comparisons of integers specify that they are signed. */
const compared = (name: string): ByType => ({ ...floats(name), ...integers(`${name}_s`) });

const chosen = (comparison: "lt" | "gt"): ByType =>
  Object.fromEntries(
    (["f64", "f32"] as const).map((type): [FloatType, Write] => [
      type,
      (o, a, b) =>
        o.select(
          o.instruction(`${type}.${comparison}`, a as Node, b as Node),
          a as Node,
          b as Node,
        ),
    ]),
  );

const bits = (operation: Exclude<keyof ReturnType<typeof scalarBits>, "withSign">): ByType =>
  Object.fromEntries(
    (["f64", "f32"] as const).map((type): [FloatType, Write] => [
      type,
      (o, a) => scalarBits(o, type)[operation](a as Node),
    ]),
  );

const logic = (name: "and" | "or" | "xor"): ByType => ({
  ...integers(name),
  bool: one(`i32.${name}`),
});

/** Implementation of each operator, by the type of its first input; truth values are an i32. */
export const scalarOperators: Readonly<Record<Operator, ByType>> = {
  add: numbers("add"),
  sub: numbers("sub"),
  mul: numbers("mul"),
  div: floats("div"),
  min: floats("min"),
  max: floats("max"),
  lesser: chosen("lt"),
  greater: chosen("gt"),
  withSign: floats("copysign"),
  neg: floats("neg"),
  abs: floats("abs"),
  sqrt: floats("sqrt"),
  floor: floats("floor"),
  ceil: floats("ceil"),
  trunc: floats("trunc"),
  nearest: floats("nearest"),
  exponentOf: bits("exponentOf"),
  mantissaOf: bits("mantissaOf"),
  intoExponent: bits("intoExponent"),
  head: bits("head"),

  lt: compared("lt"),
  le: compared("le"),
  gt: compared("gt"),
  ge: compared("ge"),
  eq: numbers("eq"),
  ne: numbers("ne"),
  ltUnsigned: integers("lt_u"),
  geUnsigned: integers("ge_u"),

  and: logic("and"),
  or: logic("or"),
  xor: logic("xor"),
  not: { bool: one("i32.eqz") },
  shiftLeft: integers("shl"),
  shiftRight: integers("shr_s"),
  shiftRightUnsigned: integers("shr_u"),
  rotateLeft: integers("rotl"),
  divUnsigned: integers("div_u"),
  remainderUnsigned: integers("rem_u"),
  leadingZeros: integers("clz"),
  trailingZeros: integers("ctz"),
  countOnes: integers("popcnt"),

  select: { bool: (o, ...inputs) => o.select(...(inputs as [Node, Node, Node])) },
  // Written by the writer of values, which knows the rare cases.
  rarely: {},

  toF64: {
    f32: one("f64.promote_f32"),
    i32: one("f64.convert_i32_s"),
    i64: one("f64.convert_i64_s"),
  },
  toF64Unsigned: { i32: one("f64.convert_i32_u") },
  toF32: { f64: one("f32.demote_f64"), i32: one("f32.convert_i32_s") },
  toF32Unsigned: { i32: one("f32.convert_i32_u") },
  toI32: { f64: one("i32.trunc_sat_f64_s"), f32: one("i32.trunc_sat_f32_s") },
  toI64: { i32: one("i64.extend_i32_s"), f64: one("i64.trunc_sat_f64_s") },
  toI64Unsigned: { i32: one("i64.extend_i32_u") },
  lowHalf: { i64: one("i32.wrap_i64") },
  bitsOf: { f64: one("i64.reinterpret_f64"), f32: one("i32.reinterpret_f32") },
  fromBits: { i64: one("f64.reinterpret_i64"), i32: one("f32.reinterpret_i32") },
  flag: { bool: (_, value) => value as Node },
};
