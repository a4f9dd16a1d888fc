import { number, placeOf, truth } from "./build.ts";
import { findFunction } from "./builtin-functions.ts";
import { mapChildren } from "./children.ts";
import type {
  ArithmeticExpression,
  ArithmeticKind,
  CallExpression,
  ComparisonExpression,
  Expression,
  LogicalExpression,
} from "./expression.ts";
import type { FunctionTable } from "./function-table.ts";
import { hostFunctions } from "./functions/host.ts";
import { javascriptF64 } from "./functions/javascript.ts";
import { hasProducts, powerByProducts } from "./functions/products.ts";
import { drawsNumbers, sameValue } from "./names.ts";
import { compare, operate } from "./operate.ts";
import { isNumber, isTruth } from "./patterns.ts";
import { rewriteAlgebraic } from "./simplify-algebraic.ts";

/** Options that limit simplification. */
export interface SimplifyOptions {
  /**
   * `exact` (the default) keeps every bit of every result for finite values, the sign of zero
   * included. `algebraic` also drops `x + 0`, `0 * x` and the like, for symbolic work.
   */
  readonly fold?: "exact" | "algebraic" | undefined;
  /** Fold calls, powers, `%` and `//` of constants with these: the ones used at run time. */
  readonly functions?: FunctionTable | undefined;
}

/**
 * Fold constants and remove operations without effect.
 *
 * Exact rules, each value-preserving bit for bit: arithmetic on numbers in doubles (unless it gives NaN); `x*1`, `x/1`, `x**1`,
 * `x - 0`, `x + -0`; `--x`; `x + -y` and `x - -y`; `x * -1`; `x / 2^k` as a product; comparisons of numbers; `and`, `or`, `not`
 * with a known side; a choice whose condition is known or whose branches are equal. Powers by small integers stay powers: targets
 * expand them.
 */
export function simplify(e: Expression, options: SimplifyOptions = {}): Expression {
  return simplifyShared(e, options, new Map());
}

// Derivatives share subtrees; without this cache a shared tree would be traversed once per use.
function simplifyShared(
  e: Expression,
  options: SimplifyOptions,
  done: Map<Expression, Expression>,
): Expression {
  const known = done.get(e);
  if (known !== undefined) return known;
  const parts = mapChildren(e, (part) => simplifyShared(part, options, done));
  const next = rewrite(parts, options);
  const result = next === parts ? parts : simplifyShared(next, options, done);
  done.set(e, result);
  done.set(result, result);
  return result;
}

function rewrite(e: Expression, options: SimplifyOptions): Expression {
  const exact = rewriteExact(e, options);
  return exact === e && options.fold === "algebraic" ? rewriteAlgebraic(e) : exact;
}

function rewriteExact(e: Expression, options: SimplifyOptions): Expression {
  switch (e.kind) {
    case "number":
    case "name":
      return e;
    case "negate":
      if (e.of.kind === "number") return number(-e.of.value, e);
      return e.of.kind === "negate" ? e.of.of : e;
    case "not":
      if (e.of.kind === "not") return e.of.of;
      return isTruth(e.of) ? truth(e.of.name === "False", e) : e;
    case "and":
      return rewriteLogical(e, "False");
    case "or":
      return rewriteLogical(e, "True");
    case "select":
      if (isTruth(e.condition)) return e.condition.name === "True" ? e.then : e.otherwise;
      return sameValue(e.then, e.otherwise) && !drawsNumbers(e.condition) ? e.then : e;
    case "call":
      return foldCall(e, options.functions ?? {});
    case "less":
    case "less_equal":
    case "greater":
    case "greater_equal":
    case "equal":
    case "not_equal":
      return foldComparison(e);
    default:
      return foldArithmetic(e, options.functions ?? {}) ?? rewriteArithmetic(e);
  }
}

/** `and` and `or` with a known side; `absorbing` is the truth value that decides alone. */
function rewriteLogical(e: LogicalExpression, absorbing: "True" | "False"): Expression {
  for (const [side, other] of [
    [e.left, e.right],
    [e.right, e.left],
  ] as const) {
    if (isTruth(side)) return side.name === absorbing ? side : other;
  }
  return e;
}

function foldArithmetic(e: ArithmeticExpression, functions: FunctionTable): Expression | undefined {
  if (e.left.kind !== "number" || e.right.kind !== "number") return undefined;
  const value = arithmeticValue(e.kind, [e.left.value, e.right.value], functions);
  return value === undefined || Number.isNaN(value) ? undefined : number(value, e);
}

function arithmeticValue(
  kind: ArithmeticKind,
  [left, right]: readonly [number, number],
  functions: FunctionTable,
): number | undefined {
  switch (kind) {
    case "power":
      return hasProducts(right)
        ? powerByProducts(javascriptF64, left, right)
        : ownFunction(functions, kind)?.(left, right);
    case "modulo":
    case "floor_divide":
      return ownFunction(functions, kind)?.(left, right);
    default:
      return operate(kind, left, right);
  }
}

function foldComparison(e: ComparisonExpression): Expression {
  if (e.left.kind !== "number" || e.right.kind !== "number") return e;
  return truth(compare(e.kind, e.left.value, e.right.value), e);
}

function rewriteArithmetic(e: ArithmeticExpression): Expression {
  const { left, right } = e;
  switch (e.kind) {
    case "add":
      if (isNumber(right, -0)) return left;
      if (isNumber(left, -0)) return right;
      return right.kind === "negate" ? { ...e, kind: "subtract", right: right.of } : e;
    case "subtract":
      if (isNumber(right, 0)) return left;
      return right.kind === "negate" ? { ...e, kind: "add", right: right.of } : e;
    case "multiply":
      if (isNumber(right, 1)) return left;
      if (isNumber(left, 1)) return right;
      if (isNumber(right, -1)) return { kind: "negate", of: left, ...placeOf(e) };
      return isNumber(left, -1) ? { kind: "negate", of: right, ...placeOf(e) } : e;
    case "divide":
      if (isNumber(right, 1)) return left;
      return right.kind === "number" && hasExactReciprocal(right.value)
        ? { ...e, kind: "multiply", right: number(1 / right.value, right) }
        : e;
    case "power":
      return isNumber(right, 1) ? left : e;
    default:
      return e;
  }
}

// A power of two with a normal reciprocal: both forms round the same exact value.
function hasExactReciprocal(value: number): boolean {
  const size = Math.abs(value);
  if (!(size >= 2 ** -1000 && size <= 2 ** 1000)) return false;
  // A power of two has an empty significand: its bits below the exponent are all zero.
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  return (bits.getBigUint64(0) & 0xfffffffffffffn) === 0n;
}

/** Functions with exact results in IEEE arithmetic, so that they can be folded for every target. */
const exactFunctions: ReadonlySet<string> = new Set(
  "abs ceil clip floor int max min sign sqrt timestep".split(" "),
);

function foldCall(e: CallExpression, functions: FunctionTable): Expression {
  if (e.args.length === 0 || findFunction(e.name)?.stochastic) return e;
  const values: number[] = [];
  for (const arg of e.args) {
    if (arg.kind === "number") values.push(arg.value);
    else if (e.name === "int" && isTruth(arg)) values.push(arg.name === "True" ? 1 : 0);
    else return e;
  }
  const exact = exactFunctions.has(e.name) ? ownFunction(hostFunctions, e.name) : undefined;
  const apply = ownFunction(functions, e.name) ?? exact;
  const value = apply?.(...values);
  return value === undefined || Number.isNaN(value) ? e : number(value, e);
}

function ownFunction(
  table: FunctionTable,
  name: string,
): ((...args: readonly number[]) => number) | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
