import { constantValue } from "./builtin-names.ts";
import { findEquationUnit, unitValue } from "./equation-units.ts";
import { functionUnknown, nameUnknown } from "./errors.ts";
import { faultAt, type SourceContext } from "./errors-at.ts";
import { exactFunctions } from "./exact-functions.ts";
import type {
  ArithmeticKind,
  ComparisonKind,
  Expression,
  LogicalKind,
  NameExpression,
} from "./expression.ts";

/** Functions by name; truth values come and go as 1 and 0. `power` stands for `**`. */
export type FunctionTable = Readonly<Record<string, (...args: readonly number[]) => number>>;

/** What an expression is computed with. */
export interface Evaluation {
  /** Value of a name in the internal system; undefined lets constants and units have their say. */
  readonly scope: (name: string) => number | undefined;
  /**
   * The functions that need approximation (`exp`, `power`, ...) and the random ones. What IEEE
   * arithmetic gives exactly (`abs`, `floor`, `clip`, ...) is built in.
   */
  readonly functions?: FunctionTable | undefined;
  readonly source?: SourceContext | undefined;
}

/**
 * Compute the value of an expression; truth values are 1 and 0.
 *
 * `a % b` is `a - b*floor(a/b)` and `a // b` is `floor(a/b)`, as in Brian2's compiled code. A power
 * with an exponent of 0, 1, 2, 3 or 4 is a product from the left, one of 0.5 a square root, -1 a
 * reciprocal; every other power asks `functions.power`.
 */
export function evaluate(e: Expression, evaluation: Evaluation): number {
  switch (e.kind) {
    case "number":
      return e.value;
    case "name":
      return valueOfName(e, evaluation);
    case "negate":
      return -evaluate(e.of, evaluation);
    case "not":
      return evaluate(e.of, evaluation) === 0 ? 1 : 0;
    case "select":
      return evaluate(e.condition, evaluation) !== 0
        ? evaluate(e.then, evaluation)
        : evaluate(e.otherwise, evaluation);
    case "call":
      return applyFunction(e, e.name, {
        args: e.args.map((arg) => evaluate(arg, evaluation)),
        evaluation,
      });
    case "power":
      return valueOfPower(
        e,
        [evaluate(e.left, evaluation), evaluate(e.right, evaluation)],
        evaluation,
      );
    default:
      return operate(e.kind, evaluate(e.left, evaluation), evaluate(e.right, evaluation));
  }
}

/** Give `base**exponent` where plain arithmetic does it by the language's definition, else undefined. */
export function exactPower(base: number, exponent: number): number | undefined {
  switch (exponent) {
    case 0:
      return 1;
    case 1:
      return base;
    case 2:
      return base * base;
    case 3:
      return base * base * base;
    case 4:
      return base * base * base * base;
    case 0.5:
      return Math.sqrt(base);
    case -1:
      return 1 / base;
    default:
      return undefined;
  }
}

/** Carry out one binary operator other than the power on numbers. */
export function operate(
  kind: Exclude<ArithmeticKind, "power"> | ComparisonKind | LogicalKind,
  left: number,
  right: number,
): number {
  return operations[kind](left, right);
}

const operations: Readonly<
  Record<
    Exclude<ArithmeticKind, "power"> | ComparisonKind | LogicalKind,
    (left: number, right: number) => number
  >
> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  multiply: (left, right) => left * right,
  divide: (left, right) => left / right,
  floor_divide: (left, right) => Math.floor(left / right),
  modulo: (left, right) => left - right * Math.floor(left / right),
  less: (left, right) => (left < right ? 1 : 0),
  less_equal: (left, right) => (left <= right ? 1 : 0),
  greater: (left, right) => (left > right ? 1 : 0),
  greater_equal: (left, right) => (left >= right ? 1 : 0),
  equal: (left, right) => (left === right ? 1 : 0),
  not_equal: (left, right) => (left !== right ? 1 : 0),
  and: (left, right) => (left !== 0 && right !== 0 ? 1 : 0),
  or: (left, right) => (left !== 0 || right !== 0 ? 1 : 0),
};

function valueOfName(e: NameExpression, { scope, source }: Evaluation): number {
  const given = scope(e.name);
  if (given !== undefined) return given;
  if (e.name === "True" || e.name === "False") return e.name === "True" ? 1 : 0;
  const constant = constantValue(e.name);
  if (constant !== undefined) return constant;
  const unit = findEquationUnit(e.name);
  if (unit !== undefined) return unitValue(unit);
  throw faultAt(nameUnknown, [e, source ?? {}], {
    message: `"${e.name}" has no value here.`,
    next: "Declare it as a parameter, or check the spelling.",
  });
}

function valueOfPower(
  e: Expression,
  [base, exponent]: readonly [number, number],
  evaluation: Evaluation,
): number {
  const exact = exactPower(base, exponent);
  return exact ?? applyFunction(e, "power", { args: [base, exponent], evaluation });
}

function applyFunction(
  e: Expression,
  name: string,
  { args, evaluation }: { args: readonly number[]; evaluation: Evaluation },
): number {
  const table = evaluation.functions ?? {};
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  const apply = found ?? (Object.hasOwn(exactFunctions, name) ? exactFunctions[name] : undefined);
  if (apply !== undefined) return apply(...args);
  throw faultAt(functionUnknown, [e, evaluation.source ?? {}], {
    message: `The function "${name}" has no value here.`,
    next: "Use a built-in function, or pass this one in.",
  });
}
