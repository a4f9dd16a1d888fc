import { measureExpression } from "./bounds.ts";
import { children } from "./children.ts";
import {
  type Code,
  type CodeContext,
  codeOperations,
  compileExpression,
  functionOf,
  readerOf,
  type Test,
} from "./compile-expression.ts";
import type { Expression } from "./expression.ts";
import type { FunctionTable } from "./function-table.ts";
import { hostFunctions } from "./functions/host.ts";
import { javascriptF64 as o } from "./functions/javascript.ts";
import { isLong } from "./functions/table.ts";
import { asValue, type NodeOperations } from "./nodes.ts";

/** Variables by slot: one number for all sets, or one number per set. */
export type Columns = readonly (number | Float64Array)[];

/**
 * Computes an expression for many sets of variables.
 *
 * `out` may be one of the columns.
 */
export type ColumnCode = (columns: Columns, out: Float64Array) => void;

/** Numbers per block: few enough that all intermediate results stay in the cache. */
const blockLength = 512;

/** Number of results per operation and block. */
const mostNodes = 500;

/**
 * Compile an expression for many sets of variables.
 *
 * Operations run over blocks of numbers and give the same bits as `compileExpression`. Subexpressions of variables that
 * all sets share are computed once per block. Functions that are not built in are called for each set in turn.
 */
export function compileColumns(e: Expression, context: CodeContext): ColumnCode {
  const { slots, functions = {} } = context;
  const code = compileExpression(e, context);
  if (!isPlain(e, functions)) return inTurn(code, slots.size);
  let known: { readonly kinds: string; readonly fill: ColumnCode } | undefined;
  return (columns, out) => {
    const kinds = columns.map((column) => (typeof column === "number" ? "1" : "n")).join("");
    if (known?.kinds !== kinds) known = { kinds, fill: compileBlocks(e, context, columns) };
    known.fill(columns, out);
  };
}

/** Test whether computing both branches of every choice, operation by operation, is correct and not slow. */
function isPlain(e: Expression, functions: FunctionTable): boolean {
  if (measureExpression(e).nodes > mostNodes) return false;
  const isOwn = (name: string): boolean =>
    !Object.hasOwn(hostFunctions, name) ||
    (Object.hasOwn(functions, name) && functions[name] !== hostFunctions[name]);
  const plain = (node: Expression, isChosen: boolean): boolean => {
    const called = functionIn(node);
    if (called !== undefined && (isOwn(called) || (isChosen && isLong(called)))) return false;
    const inChoice = isChosen || node.kind === "select";
    return children(node).every((part) => plain(part, inChoice));
  };
  return plain(e, false);
}

function functionIn(node: Expression): string | undefined {
  if (node.kind === "call") return node.name;
  const isOperator =
    node.kind === "power" || node.kind === "modulo" || node.kind === "floor_divide";
  return isOperator ? node.kind : undefined;
}

/** Compute the sets of variables one after the other. */
function inTurn(code: Code, size: number): ColumnCode {
  const frame = new Float64Array(size);
  return (columns, out) => {
    for (let k = 0; k < out.length; k++) {
      for (let slot = 0; slot < columns.length; slot++) {
        const column = columns[slot] as number | Float64Array;
        frame[slot] = typeof column === "number" ? column : (column[k] as number);
      }
      out[k] = code(frame);
    }
  };
}

/** The sets of variables of the current block. */
interface Block {
  columns: Columns;
  from: number;
  count: number;
  /** Identifier of the current block, by which an operation knows that its results are up to date. */
  stamp: number;
  /** Variables shared by all sets. */
  readonly frame: Float64Array;
}

/** Computes the numbers of a block; the array belongs to the operation. */
type Each<Numbers> = (block: Block) => Numbers;

/** A value per set of variables; `all` computes it if all sets share it. */
interface Lanes {
  readonly all?: Code | undefined;
  readonly each: Each<Float64Array>;
}

interface MaskLanes {
  readonly all?: Test | undefined;
  readonly each: Each<Uint8Array>;
}

function compileBlocks(e: Expression, context: CodeContext, like: Columns): ColumnCode {
  const { slots, functions = {}, source = {} } = context;
  const { name, call } = readerOf(context);
  const value = asValue<Lanes, MaskLanes>(e, {
    operations: laneOperations,
    name(node) {
      const slot = slots.get(node.name);
      const isColumn = slot !== undefined && typeof like[slot] !== "number";
      return { value: isColumn ? column(slot) : shared(name(node)) };
    },
    call(called, args, node) {
      const alike = args.flatMap(({ all }) => all ?? []);
      if (alike.length === args.length) return shared(call(called, alike, node));
      return applied(functionOf(node, called, { functions, source }), args);
    },
    known: new Map(),
  });
  const block: Block = {
    columns: like,
    from: 0,
    count: 0,
    stamp: 0,
    frame: new Float64Array(slots.size),
  };
  return (columns, out) => {
    for (let slot = 0; slot < columns.length; slot++) {
      const one = columns[slot];
      if (typeof one === "number") block.frame[slot] = one;
    }
    if (value.all !== undefined) {
      out.fill(value.all(block.frame));
      return;
    }
    block.columns = columns;
    for (let from = 0; from < out.length; from += blockLength) {
      block.stamp += 1;
      block.from = from;
      block.count = Math.min(blockLength, out.length - from);
      const numbers = value.each(block);
      out.set(block.count < blockLength ? numbers.subarray(0, block.count) : numbers, from);
    }
    block.columns = like;
  };
}

/** Read the numbers of a column. */
function column(slot: number): Lanes {
  let stamp = 0;
  let numbers: Float64Array = new Float64Array(0);
  return {
    each(block) {
      if (stamp === block.stamp) return numbers;
      stamp = block.stamp;
      const { columns, from, count } = block;
      numbers = (columns[slot] as Float64Array).subarray(from, from + count);
      return numbers;
    },
  };
}

/** Repeat a number that all sets share, for an operation that needs one per set. */
function shared(all: Code): Lanes {
  let numbers: Float64Array | undefined;
  let held = 0;
  return {
    all,
    each({ frame }) {
      const value = all(frame);
      if (numbers !== undefined && Object.is(value, held)) return numbers;
      numbers = (numbers ?? new Float64Array(blockLength)).fill(value);
      held = value;
      return numbers;
    },
  };
}

function sharedMask(all: Test): MaskLanes {
  const numbers = new Uint8Array(blockLength);
  return { all, each: ({ frame }) => numbers.fill(all(frame) ? 1 : 0) };
}

/** Run an operation once per block. */
function computed<Numbers extends Float64Array | Uint8Array>(
  make: (length: number) => Numbers,
  run: (out: Numbers, block: Block) => void,
): Each<Numbers> {
  let stamp = 0;
  let out: Numbers | undefined;
  return (block) => {
    if (out !== undefined && stamp === block.stamp) return out;
    stamp = block.stamp;
    out ??= make(blockLength);
    run(out, block);
    return out;
  };
}

const doubles = (length: number): Float64Array => new Float64Array(length);
const flags = (length: number): Uint8Array => new Uint8Array(length);

function applied(apply: FunctionTable[string], args: readonly Lanes[]): Lanes {
  const [a, b] = args;
  if (args.length === 1 && a) {
    return {
      each: computed(doubles, (out, block) => {
        const x = a.each(block);
        for (let k = 0; k < block.count; k++) out[k] = apply(x[k] as number);
      }),
    };
  }
  if (args.length === 2 && a && b) {
    return {
      each: computed(doubles, (out, block) => {
        const [x, y] = [a.each(block), b.each(block)];
        for (let k = 0; k < block.count; k++) out[k] = apply(x[k] as number, y[k] as number);
      }),
    };
  }
  return {
    each: computed(doubles, (out, block) => {
      const numbers = args.map(({ each }) => each(block));
      for (let k = 0; k < block.count; k++)
        out[k] = apply(...numbers.map((one) => one[k] as number));
    }),
  };
}

const codes: NodeOperations<Code, Test> = codeOperations;

type Unary = (out: Float64Array, a: Float64Array, count: number) => void;
type Binary = (out: Float64Array, a: Float64Array, b: Float64Array, count: number) => void;
type Comparison = (out: Uint8Array, a: Float64Array, b: Float64Array, count: number) => void;
type Logical = (out: Uint8Array, a: Uint8Array, b: Uint8Array, count: number) => void;

function unary(name: "neg" | "sqrt", loop: Unary): (a: Lanes) => Lanes {
  return (a) => {
    if (a.all) return shared(codes[name](a.all));
    return { each: computed(doubles, (out, block) => loop(out, a.each(block), block.count)) };
  };
}

function binary(
  name: "add" | "sub" | "mul" | "div" | "lesser" | "greater",
  loop: Binary,
): (a: Lanes, b: Lanes) => Lanes {
  return (a, b) => {
    if (a.all && b.all) return shared(codes[name](a.all, b.all));
    return {
      each: computed(doubles, (out, block) => {
        loop(out, a.each(block), b.each(block), block.count);
      }),
    };
  };
}

function comparison(
  name: "lt" | "le" | "gt" | "ge" | "eq" | "ne",
  loop: Comparison,
): (a: Lanes, b: Lanes) => MaskLanes {
  return (a, b) => {
    if (a.all && b.all) return sharedMask(codes[name](a.all, b.all));
    return {
      each: computed(flags, (out, block) => {
        loop(out, a.each(block), b.each(block), block.count);
      }),
    };
  };
}

function logical(name: "and" | "or", loop: Logical): (a: MaskLanes, b: MaskLanes) => MaskLanes {
  return (a, b) => {
    if (a.all && b.all) return sharedMask(codes[name](a.all, b.all));
    return {
      each: computed(flags, (out, block) => {
        loop(out, a.each(block), b.each(block), block.count);
      }),
    };
  };
}

/** Elementary operations on blocks: each has its own loop, which JavaScript engines specialise. */
const laneOperations: NodeOperations<Lanes, MaskLanes> = {
  constant: (x) => shared(() => x),
  add: binary("add", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.add(a[k] as number, b[k] as number);
  }),
  sub: binary("sub", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.sub(a[k] as number, b[k] as number);
  }),
  mul: binary("mul", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.mul(a[k] as number, b[k] as number);
  }),
  div: binary("div", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.div(a[k] as number, b[k] as number);
  }),
  lesser: binary("lesser", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.lesser(a[k] as number, b[k] as number);
  }),
  greater: binary("greater", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.greater(a[k] as number, b[k] as number);
  }),
  neg: unary("neg", (out, a, count) => {
    for (let k = 0; k < count; k++) out[k] = o.neg(a[k] as number);
  }),
  sqrt: unary("sqrt", (out, a, count) => {
    for (let k = 0; k < count; k++) out[k] = o.sqrt(a[k] as number);
  }),
  lt: comparison("lt", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.lt(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  le: comparison("le", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.le(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  gt: comparison("gt", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.gt(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  ge: comparison("ge", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.ge(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  eq: comparison("eq", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.eq(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  ne: comparison("ne", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.ne(a[k] as number, b[k] as number) ? 1 : 0;
  }),
  and: logical("and", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.and(a[k] === 1, b[k] === 1) ? 1 : 0;
  }),
  or: logical("or", (out, a, b, count) => {
    for (let k = 0; k < count; k++) out[k] = o.or(a[k] === 1, b[k] === 1) ? 1 : 0;
  }),
  not(a) {
    if (a.all) return sharedMask(codes.not(a.all));
    return {
      each: computed(flags, (out, block) => {
        const mask = a.each(block);
        for (let k = 0; k < block.count; k++) out[k] = o.not(mask[k] === 1) ? 1 : 0;
      }),
    };
  },
  select(mask, yes, no) {
    if (mask.all && yes.all && no.all) {
      return shared(codes.select(mask.all, yes.all, no.all));
    }
    return {
      each: computed(doubles, (out, block) => {
        const [chosen, a, b] = [mask.each(block), yes.each(block), no.each(block)];
        for (let k = 0; k < block.count; k++) {
          out[k] = o.select(chosen[k] === 1, a[k] as number, b[k] as number);
        }
      }),
    };
  },
};
