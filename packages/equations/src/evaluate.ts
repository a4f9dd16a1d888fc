import { constantValue } from "./builtin-names.ts";
import { findEquationUnit, unitValue } from "./equation-units.ts";
import { functionUnknown, nameUnknown } from "./errors.ts";
import { faultAt, type SourceContext } from "./errors-at.ts";
import { exactFunctions } from "./exact-functions.ts";
import { exactPower, literalExponent } from "./exact-power.ts";
import type {
  ArithmeticExpression,
  ArithmeticKind,
  ComparisonKind,
  Expression,
  LogicalKind,
  NameExpression,
} from "./expression.ts";

/**
 * Functions by name; truth values come and go as 1 and 0.
 *
 * `power`, `modulo` and `floor_divide` are the operators.
 */
export type FunctionTable = Readonly<Record<string, (...args: readonly number[]) => number>>;

/** What an expression is computed with. */
export interface Evaluation {
  /** Value of a name in the internal system; undefined lets constants and units have their say. */
  readonly scope: (name: string) => number | undefined;
  /**
   * The functions that need approximation (`exp`, `power` for `**`, ...) and the random ones. What
   * IEEE arithmetic gives exactly (`abs`, `floor`, `clip`, ...) is built in unless it is here too.
   */
  readonly functions?: FunctionTable | undefined;
  readonly source?: SourceContext | undefined;
}

/**
 * Compute the value of an expression; truth values are 1 and 0.
 *
 * `a % b` has the sign of `b` and `a // b` is the quotient rounded down, as in Python; a literal
 * exponent that is a small integer or 0.5 means products and roots (`exactPower`). The functions
 * `power`, `modulo` and `floor_divide` of the table take precedence for all other cases.
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
    case "modulo":
    case "floor_divide":
      return valueByFunction(e, evaluation);
    default:
      return operate(e.kind, evaluate(e.left, evaluation), evaluate(e.right, evaluation));
  }
}

/** The operators that a plain machine instruction does not give. */
export type FunctionOperator = "power" | "modulo" | "floor_divide";

/** The operators that doubles have in hardware, and those on truth values. */
export type PlainOperator =
  | Exclude<ArithmeticKind, FunctionOperator>
  | ComparisonKind
  | LogicalKind;

/** Carry out an operator on numbers; conditions give 1 or 0. */
export function operate(kind: PlainOperator, left: number, right: number): number {
  return operations[kind](left, right);
}

const operations: Readonly<Record<PlainOperator, (left: number, right: number) => number>> = {
  add: (left, right) => left + right,
  subtract: (left, right) => left - right,
  multiply: (left, right) => left * right,
  divide: (left, right) => left / right,
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

function valueByFunction(e: ArithmeticExpression, evaluation: Evaluation): number {
  const [base, exponent] = [evaluate(e.left, evaluation), evaluate(e.right, evaluation)];
  const literal = e.kind === "power" ? literalExponent(e.right) : undefined;
  const exact = literal === undefined ? undefined : exactPower(base, literal);
  return exact ?? applyFunction(e, e.kind, { args: [base, exponent], evaluation });
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
