import type { Operations } from "@spikeloom/equations/functions";
import { NO_OPERATOR } from "../../errors.ts";
import { appliedOperations } from "../../form/arithmetic.ts";
import { type ConstantShape, shapeTypes } from "./encoder/constants.ts";
import type { FunctionBuilder, Local } from "./encoder/function.ts";
import { instructions, type OpName } from "./encoder/instructions.ts";
import type { ValueType } from "./encoder/types.ts";
import type { CodeGraph, Copy, Node, NumberShape } from "./node.ts";
import { operators } from "./operators.ts";
import { assignUsual, planUsual, type UsualPlan } from "./usual-code.ts";
import { emitter } from "./whole-code.ts";

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

/** Write the elementary operations into a function. */
export function webAssemblyOperations(
  f: FunctionBuilder,
  shape: NumberShape,
  { usual = false }: OperationsOptions = {},
): WebAssemblyOperations {
  const graph = graphOf(f, shape, usual);
  const precision = shape === "f64" || shape === "f64x2" ? "f64" : "f32";
  const lanes = shape !== precision;
  return {
    shape,
    type: lanes ? "v128" : precision,
    precision,
    ...graph,
    ...appliedOperations<Node>((operator) => {
      const { [shape]: onNumbers, [lanes ? "mask" : "bool"]: onMasks } = operators[operator];
      const write = onNumbers ?? onMasks;
      if (write === undefined) throw NO_OPERATOR({ operator, type: precision });
      return (...inputs) => write(graph, ...inputs);
    }),
    constant: (x) => graph.integer(shape, precision === "f32" ? Math.fround(x) : x),
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
  const zeros = new Set<Node>();
  const constant = (shape: ConstantShape, number: number | bigint): Node => {
    if (scopes.length === 1) return value(f.constant(shape, number));
    // In rarely executed code, a local set at every entry would cost more than it saves.
    const key = `${shape} ${Object.is(number, -0) ? "-0" : number}`;
    const write = (): void => void f.inlineConstant(shape, number);
    return same(key, [], () => make(shapeTypes[shape], [], write));
  };
  return {
    value,
    integer(shape, number) {
      const node = constant(shape, number);
      if (Object.is(number, 0)) zeros.add(node);
      return node;
    },
    isZero: (node) => zeros.has(node),
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
