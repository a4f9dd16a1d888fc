import type { Operator } from "../../form/operators.ts";
import type { ValueType } from "../../form/types.ts";
import type { OpName } from "./encoder/instructions.ts";
import type { CodeGraph, Node, NumberShape } from "./node.ts";

/** Type of a value: one, a vector of floats, or a vector with the truth value of each lane. */
export type OperandShape = ValueType | NumberShape | "mask";

/** Writes an operator on nodes. */
type Write = (o: CodeGraph, ...inputs: readonly Node[]) => Node;
type ByShape = Readonly<Partial<Record<OperandShape, Write>>>;

const scalars = ["f64", "f32"] as const;
const vectors = ["f64x2", "f32x4"] as const;

const one =
  (name: OpName): Write =>
  (o, ...inputs) =>
    o.instruction(name, ...inputs);

const each = <Shape extends OperandShape>(
  shapes: readonly Shape[],
  write: (shape: Shape) => Write,
): ByShape => Object.fromEntries(shapes.map((shape) => [shape, write(shape)]));

const named = (shapes: readonly OperandShape[], name: string): ByShape =>
  each(shapes, (shape) => one(`${shape}.${name}` as OpName));

const floats = (name: string): ByShape => named([...scalars, ...vectors], name);
const integers = (name: string): ByShape => named(["i32", "i64"], name);
const numbers = (name: string): ByShape => ({ ...floats(name), ...integers(name) });

/** Comparisons of integers specify that they are signed. */
const compared = (name: string): ByShape => ({ ...floats(name), ...integers(`${name}_s`) });

/** `pmin(x, y)` of vectors is `y < x ? y : x`. */
const chosen = (comparison: "lt" | "gt", ofVectors: "pmin" | "pmax"): ByShape => ({
  ...each(scalars, (type) => (o, a, b) => {
    const [first, second] = [a as Node, b as Node];
    return o.select(o.instruction(`${type}.${comparison}`, first, second), first, second);
  }),
  ...each(vectors, (shape) => (o, a, b) => {
    return o.instruction(`${shape}.${ofVectors}`, b as Node, a as Node);
  }),
});

const logic = (name: "and" | "or"): ByShape => ({
  ...integers(name),
  bool: one(`i32.${name}`),
  mask: one(`v128.${name}`),
});

/** Select by lanes: processors without a bitwise select take three instructions for it. */
const selectLanes: Write = (o, ...inputs) => {
  const [mask, yes, no] = inputs as [Node, Node, Node];
  if (o.isZero(no)) return o.instruction("v128.and", yes, mask);
  if (o.isZero(yes)) return o.instruction("v128.andnot", no, mask);
  return o.instruction("v128.bitselect", yes, no, mask);
};

const layouts = {
  f64: {
    fraction: 52,
    bias: 1023,
    head: 0xfffffffff8000000n,
    fractionMask: 0x000fffffffffffffn,
    one: 0x3ff0000000000000n,
    shifter: 0x4330000000000000n,
    sign: 0x8000000000000000n,
  },
  f32: {
    fraction: 23,
    bias: 127,
    head: 0xfffff000,
    fractionMask: 0x007fffff,
    one: 0x3f800000,
    shifter: 0x4b000000,
    sign: 0x80000000,
  },
} as const;

/** Operations on the bits of floats. */
interface Bits {
  readonly shape: NumberShape;
  readonly layout: (typeof layouts)["f64" | "f32"];
  /** Integers of the same width, also in lanes. */
  readonly integers: "i32" | "i64" | "i32x4" | "i64x2";
  to(x: Node): Node;
  from(x: Node): Node;
  logic(name: "and" | "or", x: Node, mask: number | bigint): Node;
  /** Shift by the width of the fraction. */
  shift(name: "shl" | "shr_u", x: Node): Node;
}

function bitsOf(o: CodeGraph, shape: NumberShape): Bits {
  const { instruction, integer } = o;
  const precision = shape === "f64" || shape === "f64x2" ? "f64" : "f32";
  const lanes = shape !== precision;
  const scalar = precision === "f64" ? "i64" : "i32";
  const integers = lanes ? (precision === "f64" ? "i64x2" : "i32x4") : scalar;
  const { fraction } = layouts[precision];
  return {
    shape,
    layout: layouts[precision],
    integers,
    to: (x) => (lanes ? x : instruction(`${scalar}.reinterpret_${precision}` as OpName, x)),
    from: (x) => (lanes ? x : instruction(`${precision}.reinterpret_${scalar}` as OpName, x)),
    logic: (name, x, mask) =>
      instruction(`${lanes ? "v128" : scalar}.${name}`, x, integer(integers, mask)),
    shift(name, x) {
      const count = lanes ? integer("i32", fraction) : integer(scalar, BigInt(fraction));
      return instruction(`${integers}.${name}` as OpName, x, count);
    },
  };
}

const onBits = (write: (o: CodeGraph, bits: Bits, x: Node) => Node): ByShape =>
  each([...scalars, ...vectors], (shape) => (o, x) => write(o, bitsOf(o, shape), x as Node));

/** Implementation of each operator, by the type of its first input; one truth value is an i32. */
export const operators: Readonly<Record<Operator, ByShape>> = {
  add: numbers("add"),
  sub: numbers("sub"),
  mul: numbers("mul"),
  div: floats("div"),
  min: floats("min"),
  max: floats("max"),
  lesser: chosen("lt", "pmin"),
  greater: chosen("gt", "pmax"),
  withSign: {
    ...named(scalars, "copysign"),
    ...each(vectors, (shape) => (o, ...inputs) => {
      const [size, sign] = inputs as [Node, Node];
      const { integers, layout } = bitsOf(o, shape);
      return o.instruction("v128.bitselect", sign, size, o.integer(integers, layout.sign));
    }),
  },
  neg: floats("neg"),
  abs: floats("abs"),
  sqrt: floats("sqrt"),
  floor: floats("floor"),
  ceil: floats("ceil"),
  trunc: floats("trunc"),
  nearest: floats("nearest"),
  exponentOf: onBits((o, { shape, layout, to, from, logic, shift }, x) => {
    const { fraction, bias, shifter } = layout;
    const shifted = from(logic("or", shift("shr_u", to(x)), shifter));
    return o.instruction(`${shape}.sub`, shifted, o.integer(shape, 2 ** fraction + bias));
  }),
  mantissaOf: onBits((_, { layout, to, from, logic }, x) =>
    from(logic("or", logic("and", to(x), layout.fractionMask), layout.one)),
  ),
  intoExponent: onBits((_, { to, from, shift }, x) => from(shift("shl", to(x)))),
  head: onBits((o, { layout, integers, to, from, logic }, x) => {
    // 26 bits leave 27, which fit into 26 and a sign only if the head is rounded; 24 halve evenly.
    const rounded =
      layout === layouts.f32
        ? to(x)
        : o.instruction(`${integers}.add` as OpName, to(x), o.integer(integers, 1n << 26n));
    return from(logic("and", rounded, layout.head));
  }),

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
  xor: { ...integers("xor"), bool: one("i32.xor") },
  not: { bool: one("i32.eqz"), mask: one("v128.not") },
  shiftLeft: integers("shl"),
  shiftRight: integers("shr_s"),
  shiftRightUnsigned: integers("shr_u"),
  rotateLeft: integers("rotl"),
  divUnsigned: integers("div_u"),
  remainderUnsigned: integers("rem_u"),
  leadingZeros: integers("clz"),
  trailingZeros: integers("ctz"),
  countOnes: integers("popcnt"),

  select: {
    bool: (o, ...inputs) => o.select(...(inputs as [Node, Node, Node])),
    mask: selectLanes,
  },
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
