import { checkSize } from "./bounds.ts";
import { add, call, divide, multiply, negate, number, power, select, subtract } from "./build.ts";
import { functionDerivatives } from "./derivatives-of-functions.ts";
import { derivativeUndefined } from "./errors.ts";
import { faultAt, type SourceContext } from "./errors-at.ts";
import type { ArithmeticExpression, CallExpression, Expression } from "./expression.ts";
import { readsAny } from "./names.ts";
import { simplify } from "./simplify.ts";

interface Variable {
  readonly name: string;
  readonly names: ReadonlySet<string>;
  readonly source: SourceContext;
}

/**
 * Differentiate an expression with respect to one name, all other names held.
 *
 * Jumps (`floor`, `sign`, `int`, `//`, the jumps of `%`) have derivative 0 and choices are differentiated branch by branch, which
 * is correct almost everywhere. Throws `SL_DERIVATIVE` for conditions, for draws whose distribution depends on the name, and for
 * functions that are not built in.
 */
export function differentiate(e: Expression, name: string, source: SourceContext = {}): Expression {
  const raw = derivative(e, { name, names: new Set([name]), source });
  return checkSize(simplify(raw, { fold: "algebraic" }), source.place);
}

function derivative(e: Expression, variable: Variable): Expression {
  switch (e.kind) {
    case "number":
      return number(0);
    case "name":
      if (e.name === "True" || e.name === "False") throw undefinedFor(e, "A condition", variable);
      return number(e.name === variable.name ? 1 : 0);
    case "negate":
      return negate(derivative(e.of, variable));
    case "select":
      return select(e.condition, derivative(e.then, variable), derivative(e.otherwise, variable));
    case "call":
      return readsAny(e, variable.names) ? derivativeOfCall(e, variable) : number(0);
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "floor_divide":
    case "modulo":
    case "power":
      return derivativeOfArithmetic(e, variable);
    default:
      throw undefinedFor(e, "A condition", variable);
  }
}

function derivativeOfArithmetic(e: ArithmeticExpression, variable: Variable): Expression {
  const { kind, left, right } = e;
  if (kind === "floor_divide") return number(0);
  const dLeft = derivative(left, variable);
  if (!readsAny(right, variable.names)) return withConstantRight(e, dLeft);
  const dRight = derivative(right, variable);
  switch (kind) {
    case "add":
      return add(dLeft, dRight);
    case "subtract":
      return subtract(dLeft, dRight);
    case "multiply":
      return add(multiply(dLeft, right), multiply(left, dRight));
    case "divide":
      return divide(subtract(dLeft, multiply(divide(left, right), dRight)), right);
    case "modulo":
      return subtract(dLeft, multiply(dRight, { ...e, kind: "floor_divide" }));
    case "power": {
      const byExponent = multiply(multiply(e, call("log", left)), dRight);
      if (!readsAny(left, variable.names)) return byExponent;
      const byBase = multiply(multiply(right, power(left, subtract(right, number(1)))), dLeft);
      return add(byBase, byExponent);
    }
  }
}

function withConstantRight(
  { kind, left, right }: ArithmeticExpression,
  dLeft: Expression,
): Expression {
  switch (kind) {
    case "multiply":
      return multiply(dLeft, right);
    case "divide":
      return divide(dLeft, right);
    case "power":
      return multiply(multiply(right, power(left, subtract(right, number(1)))), dLeft);
    default:
      return dLeft;
  }
}

function derivativeOfCall(e: CallExpression, variable: Variable): Expression {
  const [a, b, c] = e.args;
  const d = (part: Expression): Expression => derivative(part, variable);
  if (e.name === "timestep" || (e.name === "int" && e.args.length === 1)) return number(0);
  if ((e.name === "min" || e.name === "max") && a !== undefined && b !== undefined) {
    const kind = e.name === "min" ? "less" : "greater";
    return select({ kind, left: a, right: b }, d(a), d(b));
  }
  if (e.name === "clip" && a !== undefined && b !== undefined && c !== undefined) {
    const above = select({ kind: "greater", left: a, right: c }, d(c), d(a));
    return select({ kind: "less", left: a, right: b }, d(b), above);
  }
  const rule = Object.hasOwn(functionDerivatives, e.name) ? functionDerivatives[e.name] : undefined;
  if (rule === undefined || a === undefined || b !== undefined) {
    throw undefinedFor(e, `"${e.name}(...)"`, variable);
  }
  return multiply(rule(a), d(a));
}

function undefinedFor(e: Expression, what: string, { name, source }: Variable): Error {
  return faultAt(derivativeUndefined, [e, source], {
    message: `${what} has no derivative with respect to "${name}".`,
    next: "Write the part that depends on it with other functions.",
  });
}
