import type { Operations, Precision } from "@spikeloom/equations/functions";
import { type ConstantShape, shapeTypes } from "./encoder/constants.ts";
import type { Callable, FunctionBuilder, Local } from "./encoder/function.ts";
import { instructions, type OpName } from "./encoder/instructions.ts";
import type { ValueType } from "./encoder/types.ts";
import type { Copy, Node } from "./node.ts";
import { assignUsual, planUsual, type UsualPlan } from "./usual-code.ts";
import { emitter } from "./whole-code.ts";

/** Layout of numbers in WebAssembly values: one, or as many as fill a vector. */
export type NumberShape = "f64" | "f64x2" | "f32" | "f32x4";

/** Values computed by a function, each written once where it is first needed. */
export interface CodeGraph {
  /** The content of a local when the code runs. */
  value(local: Local): Node;
  /** Any other code that pushes one value, run once for each assignment that needs it. */
  custom(type: ValueType, write: () => void): Node;
  /** One instruction; equal instructions on equal inputs are the same node. */
  instruction(name: OpName, ...inputs: readonly Node[]): Node;
  /** A call of a function with one result; equal calls are the same node. */
  call(callee: Callable, ...inputs: readonly Node[]): Node;
  /** A constant number. */
  integer(shape: ConstantShape, value: number | bigint): Node;
  /** Select one of two numbers by a truth value. */
  select(mask: Node, yes: Node, no: Node): Node;
  /** See `Operations`. */
  rarely(mask: Node, usual: Node, slow: () => Node): Node;
  /** Push values in order; shared parts are computed once. */
  push(...values: readonly Node[]): void;
  /** Set locals to values, all of which read the old contents. */
  assign(...pairs: readonly Assignment[]): void;
}

/** The elementary operations as WebAssembly code. */
export interface WebAssemblyOperations extends CodeGraph, Operations<Node, Node> {
  readonly shape: NumberShape;
  readonly type: ValueType;
  /** Plan the computation of the usual values, which can then be written repeatedly. */
  planUsual(values: readonly Node[]): UsualPlan;
  /**
   * Set locals to the usual values of a plan, without a branch; in vectors only.
   *
   * The values are written once per copy, interleaved. Returns a mask of lanes that are wrong because a `rarely`
   * applies to them; undefined if there is none.
   */
  assignUsual(plan: UsualPlan, copies: readonly Copy[]): Local | undefined;
}

/** Purpose of the operations. */
export interface OperationsOptions {
  /** For `assignUsual` only: the rare part of `rarely` is not even created. */
  readonly usual?: boolean;
}

/** A local and the value assigned to it. */
export type Assignment = readonly [target: Local, value: Node];

interface Layout {
  readonly precision: Precision;
  readonly lanes: boolean;
  readonly type: ValueType;
  readonly mask: ValueType;
  /** Integers of the same width, also in lanes. */
  readonly integers: "i32" | "i64" | "i32x4" | "i64x2";
}

const layouts: Readonly<Record<NumberShape, Layout>> = {
  f64: { precision: "f64", lanes: false, type: "f64", mask: "i32", integers: "i64" },
  f64x2: { precision: "f64", lanes: true, type: "v128", mask: "v128", integers: "i64x2" },
  f32: { precision: "f32", lanes: false, type: "f32", mask: "i32", integers: "i32" },
  f32x4: { precision: "f32", lanes: true, type: "v128", mask: "v128", integers: "i32x4" },
};

const bits = {
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

/** Write the elementary operations into a function. */
export function webAssemblyOperations(
  f: FunctionBuilder,
  shape: NumberShape,
  { usual = false }: OperationsOptions = {},
): WebAssemblyOperations {
  const layout = layouts[shape];
  const graph = graphOf(f, shape, usual);
  return {
    shape,
    type: layout.type,
    precision: layout.precision,
    ...graph,
    ...arithmetic(graph, shape, layout),
    ...bitOperations(graph, shape, layout),
    planUsual,
    assignUsual: (plan, copies) => assignUsual(f, plan, copies),
  };
}

/** Write values of any types into a function, one number each. */
export function codeGraph(f: FunctionBuilder): CodeGraph {
  return graphOf(f, "f64", false);
}

function graphOf(f: FunctionBuilder, shape: NumberShape, usual: boolean): CodeGraph {
  const emission = emitter(f, shape === "f64x2" ? "i64x2.bitmask" : "i32x4.bitmask");
  return {
    ...nodeGraph(f, usual),
    push: (...values) => emission(values),
    assign(...pairs) {
      emission(pairs.map(([, value]) => value));
      for (const [target] of pairs.toReversed()) f.set(target);
    },
  };
}

/** Key that distinguishes inputs: a number if there are few, because strings are slow to create. */
function inputsKey(inputs: readonly Node[]): number | string {
  const [first, second] = inputs;
  if (inputs.length > 2) return inputs.map(({ number }) => number).join(" ");
  return ((first?.number ?? -1) + 1) * 2 ** 26 + (second?.number ?? -1) + 1;
}

/** Return the function that writes an instruction, the same one for all its nodes. */
function instructionWriters(f: FunctionBuilder): (name: OpName) => () => void {
  const op = f.op as (name: OpName) => FunctionBuilder;
  const writers = new Map<OpName, () => void>();
  return (name) => {
    const known = writers.get(name);
    if (known !== undefined) return known;
    const writer = (): void => void op(name);
    writers.set(name, writer);
    return writer;
  };
}

function nodeGraph(f: FunctionBuilder, isUsual: boolean): Omit<CodeGraph, "push" | "assign"> {
  let count = 0;
  const leaves = new Map<Local, Node>();
  // One table per level of `rarely`: code outside must not find nodes that are computed only inside.
  const scopes: Map<string, Map<number | string, Node>>[] = [new Map()];

  // Field by field, and one `write` per kind of instruction: code of a model has thousands of nodes, most of them
  // created before the engine has optimised the code that creates them.
  const make = (
    type: ValueType,
    inputs: readonly Node[],
    write: () => void,
    slow?: Node,
  ): Node => ({
    type,
    inputs,
    write,
    local: undefined,
    number: count++,
    depth: scopes.length - 1,
    slow,
  });
  const writerOf = instructionWriters(f);
  const same = (key: string, inputs: readonly Node[], create: () => Node): Node => {
    const which = inputsKey(inputs);
    for (const scope of scopes) {
      const known = scope.get(key)?.get(which);
      if (known !== undefined) return known;
    }
    const node = create();
    const table = scopes.at(-1);
    const entries = table?.get(key) ?? new Map<number | string, Node>();
    table?.set(key, entries.set(which, node));
    return node;
  };
  const value = (local: Local): Node => {
    const known = leaves.get(local);
    if (known !== undefined) return known;
    const write = (): void => void f.get(local);
    const leaf = { ...make(local.type, [], write), local, depth: 0 };
    leaves.set(local, leaf);
    return leaf;
  };
  return {
    value,
    integer(shape, number) {
      if (scopes.length === 1) return value(f.constant(shape, number));
      // In rarely executed code, a local set at every entry would cost more than it saves.
      const key = `${shape} ${Object.is(number, -0) ? "-0" : number}`;
      const write = (): void => void f.inlineConstant(shape, number);
      return same(key, [], () => make(shapeTypes[shape], [], write));
    },
    custom: (type, write) => make(type, [], write),
    instruction: (name, ...inputs) =>
      same(name, inputs, () =>
        make(instructions.get(name)?.results[0] ?? "v128", inputs, writerOf(name)),
      ),
    call: (callee, ...inputs) =>
      same(`call ${callee.index}`, inputs, () => {
        const type = callee.signature.results[0] ?? "v128";
        return make(type, inputs, () => f.call(callee));
      }),
    select: (mask, yes, no) =>
      same("select", [yes, no, mask], () => make(yes.type, [yes, no, mask], () => f.select())),
    rarely(mask, usual, slow) {
      if (isUsual) return make(usual.type, [mask, usual], () => {}, usual);
      scopes.push(new Map());
      const node = slow();
      scopes.pop();
      return make(usual.type, [mask, usual], () => {}, node);
    },
  };
}

function arithmetic(
  graph: CodeGraph,
  shape: NumberShape,
  layout: Layout,
): Omit<
  Operations<Node, Node>,
  "precision" | "rarely" | "withSign" | "exponentOf" | "mantissaOf" | "intoExponent" | "head"
> {
  const { lanes } = layout;
  const { instruction } = graph;
  const op = (name: string): ((...inputs: readonly Node[]) => Node) => {
    const full = `${shape}.${name}` as OpName;
    return (...inputs) => instruction(full, ...inputs);
  };
  const logic = lanes ? "v128" : "i32";
  const [lt, gt] = [op("lt"), op("gt")];
  const zeros = new Set<Node>();
  const constant = (x: number): Node => {
    const node = graph.integer(shape, layout.precision === "f32" ? Math.fround(x) : x);
    if (Object.is(x, 0)) zeros.add(node);
    return node;
  };
  const select = (mask: Node, yes: Node, no: Node): Node => {
    if (!lanes) return graph.select(mask, yes, no);
    // Processors without a bitwise select take three instructions for it.
    if (zeros.has(no)) return instruction("v128.and", yes, mask);
    if (zeros.has(yes)) return instruction("v128.andnot", no, mask);
    return instruction("v128.bitselect", yes, no, mask);
  };
  return {
    constant,
    add: op("add"),
    sub: op("sub"),
    mul: op("mul"),
    div: op("div"),
    sqrt: op("sqrt"),
    neg: op("neg"),
    abs: op("abs"),
    floor: op("floor"),
    ceil: op("ceil"),
    trunc: op("trunc"),
    nearest: op("nearest"),
    min: op("min"),
    max: op("max"),
    // pmin(x, y) is y < x ? y : x.
    lesser: lanes ? (a, b) => op("pmin")(b, a) : (a, b) => select(lt(a, b), a, b),
    greater: lanes ? (a, b) => op("pmax")(b, a) : (a, b) => select(gt(a, b), a, b),
    lt,
    le: op("le"),
    gt,
    ge: op("ge"),
    eq: op("eq"),
    ne: op("ne"),
    and: (a, b) => instruction(`${logic}.and`, a, b),
    or: (a, b) => instruction(`${logic}.or`, a, b),
    not: (a) => (lanes ? instruction("v128.not", a) : instruction("i32.eqz", a)),
    select,
  };
}

type BitOperations = Pick<
  Operations<Node, Node>,
  "withSign" | "exponentOf" | "mantissaOf" | "intoExponent" | "head"
>;

/** Operations on the bits of scalars, in a function that has numbers of both widths. */
export function scalarBits(graph: CodeGraph, type: Precision): BitOperations {
  return bitOperations(graph, type, layouts[type]);
}

function bitOperations(
  { instruction, integer: constant }: CodeGraph,
  shape: NumberShape,
  { precision, lanes, integers }: Layout,
): BitOperations {
  const { fraction, bias, head, fractionMask, one, shifter, sign } = bits[precision];
  const scalar = precision === "f64" ? "i64" : "i32";
  const toBits = (x: Node): Node =>
    lanes ? x : instruction(`${scalar}.reinterpret_${precision}` as OpName, x);
  const fromBits = (x: Node): Node =>
    lanes ? x : instruction(`${precision}.reinterpret_${scalar}` as OpName, x);
  const logic = (name: "and" | "or", a: Node, mask: number | bigint): Node =>
    instruction(`${lanes ? "v128" : scalar}.${name}`, a, constant(integers, mask));
  const shift = (name: "shl" | "shr_u", a: Node): Node => {
    const count = lanes ? constant("i32", fraction) : constant(scalar, BigInt(fraction));
    return instruction(`${integers}.${name}` as OpName, a, count);
  };
  const number = (x: number): Node => constant(shape, x);
  // 26 bits leave 27, which fit into 26 and a sign only if the head is rounded; 24 halve evenly.
  const rounded = (x: Node): Node =>
    precision === "f32"
      ? x
      : instruction(`${integers}.add` as OpName, x, constant(integers, 1n << 26n));
  const unit = 2 ** fraction;
  return {
    withSign: (size, from) =>
      lanes
        ? instruction("v128.bitselect", from, size, constant(integers, sign))
        : instruction(`${precision}.copysign`, size, from),
    exponentOf: (x) =>
      instruction(
        `${shape}.sub`,
        fromBits(logic("or", shift("shr_u", toBits(x)), shifter)),
        number(unit + bias),
      ),
    mantissaOf: (x) => fromBits(logic("or", logic("and", toBits(x), fractionMask), one)),
    intoExponent: (x) => fromBits(shift("shl", toBits(x))),
    head: (x) => fromBits(logic("and", rounded(toBits(x)), head)),
  };
}
