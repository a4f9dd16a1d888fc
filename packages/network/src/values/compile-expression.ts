import {
  constants,
  type Expression,
  type ExpressionKind,
  evaluate,
  exactPower,
  type FunctionTable,
} from "@spikeloom/equations";

/** Computes an expression from the values of its names. */
export type Code = (frame: Float64Array) => number;

/** Where names are in a frame, and the functions that can be called. */
export interface CodeContext {
  readonly slots: ReadonlyMap<string, number>;
  readonly functions: FunctionTable;
}

type Compiler<Kind extends ExpressionKind> = (
  e: Expression & { readonly kind: Kind },
  context: CodeContext,
) => Code;

/** Turn an expression into nested closures: about ten times as fast as walking the tree. */
export function compileExpression(e: Expression, context: CodeContext): Code {
  const compile = compilers[e.kind] as (e: Expression, context: CodeContext) => Code;
  return compile(e, context);
}

const compilers: { readonly [Kind in ExpressionKind]: Compiler<Kind> } = {
  number: (e) => constant(e.value),
  name: (e, { slots, functions }) => {
    const slot = slots.get(e.name);
    if (slot !== undefined) return (frame) => frame[slot] ?? 0;
    if (Object.hasOwn(constants, e.name)) return constant(constants[e.name] ?? 0);
    return constant(evaluate(e, { scope: () => undefined, functions }));
  },
  negate: (e, context) => {
    const of = compileExpression(e.of, context);
    return (frame) => -of(frame);
  },
  not: (e, context) => {
    const of = compileExpression(e.of, context);
    return (frame) => (of(frame) === 0 ? 1 : 0);
  },
  add: binary((left, right) => (frame) => left(frame) + right(frame)),
  subtract: binary((left, right) => (frame) => left(frame) - right(frame)),
  multiply: binary((left, right) => (frame) => left(frame) * right(frame)),
  divide: binary((left, right) => (frame) => left(frame) / right(frame)),
  floor_divide: binary((left, right) => (frame) => Math.floor(left(frame) / right(frame))),
  modulo: binary((left, right) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    return a - b * Math.floor(a / b);
  }),
  power: (e, context) => {
    const left = compileExpression(e.left, context);
    const right = compileExpression(e.right, context);
    const power = caller("power", context);
    return (frame) => {
      const [base, exponent] = [left(frame), right(frame)];
      return exactPower(base, exponent) ?? power(base, exponent);
    };
  },
  less: binary((left, right) => (frame) => (left(frame) < right(frame) ? 1 : 0)),
  less_equal: binary((left, right) => (frame) => (left(frame) <= right(frame) ? 1 : 0)),
  greater: binary((left, right) => (frame) => (left(frame) > right(frame) ? 1 : 0)),
  greater_equal: binary((left, right) => (frame) => (left(frame) >= right(frame) ? 1 : 0)),
  equal: binary((left, right) => (frame) => (left(frame) === right(frame) ? 1 : 0)),
  not_equal: binary((left, right) => (frame) => (left(frame) !== right(frame) ? 1 : 0)),
  // Both sides are computed, so that a draw on the right is made whatever the left says.
  and: binary((left, right) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    return a !== 0 && b !== 0 ? 1 : 0;
  }),
  or: binary((left, right) => (frame) => {
    const [a, b] = [left(frame), right(frame)];
    return a !== 0 || b !== 0 ? 1 : 0;
  }),
  select: (e, context) => {
    const condition = compileExpression(e.condition, context);
    const then = compileExpression(e.then, context);
    const otherwise = compileExpression(e.otherwise, context);
    return (frame) => (condition(frame) !== 0 ? then(frame) : otherwise(frame));
  },
  call: (e, context) => {
    const call = caller(e.name, context);
    const args = e.args.map((arg) => compileExpression(arg, context));
    const [first, second] = args;
    if (args.length === 1 && first) return (frame) => call(first(frame));
    if (args.length === 2 && first && second) return (frame) => call(first(frame), second(frame));
    return (frame) => call(...args.map((arg) => arg(frame)));
  },
};

function constant(value: number): Code {
  return () => value;
}

function binary<E extends { readonly left: Expression; readonly right: Expression }>(
  join: (left: Code, right: Code) => Code,
): (e: E, context: CodeContext) => Code {
  return (e, context) =>
    join(compileExpression(e.left, context), compileExpression(e.right, context));
}

/** Find a function; what the table lacks is left to `evaluate`, which knows the exact ones. */
function caller(name: string, { functions }: CodeContext): (...args: readonly number[]) => number {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (own !== undefined) return own;
  return (...values) => {
    const args = values.map((value): Expression => ({ kind: "number", value }));
    return evaluate({ kind: "call", name, args }, { scope: () => undefined, functions });
  };
}
