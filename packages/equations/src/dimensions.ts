import {
  type Dimension,
  dimensionless,
  divideDimensions,
  formatDimension,
  multiplyDimensions,
  powerDimension,
  sameDimension,
} from "@spikeloom/units";
import { builtinDimension } from "./builtin-names.ts";
import { constantExponent } from "./constant-exponent.ts";
import { dimensionOfCall } from "./dimensions-of-calls.ts";
import { findEquationUnit } from "./equation-units.ts";
import { booleanMismatch, dimensionMismatch, exponentNotConstant, nameUnknown } from "./errors.ts";
import { type FaultText, faultAt } from "./errors-at.ts";
import type {
  ArithmeticExpression,
  ComparisonExpression,
  Expression,
  NameExpression,
  SelectExpression,
} from "./expression.ts";
import { freeNames } from "./names.ts";
import { symbols } from "./operators.ts";
import { suggestFactor } from "./suggest-factor.ts";
import {
  type Checker,
  type DimensionContext,
  type DimensionScope,
  nearestName,
  type ValueType,
} from "./value-type.ts";

/**
 * Return the dimension of an expression, or throw an error at the mistake.
 *
 * Names are looked up in `scope`, then among constants, step names, noise and units. A literal 0 or infinity is compatible with
 * any dimension; every other literal is dimensionless. Truth values count as dimensionless.
 */
export function dimensionOf(
  e: Expression,
  scope: DimensionScope,
  context: DimensionContext = {},
): Dimension {
  return inferType(e, { scope, context }).dimension;
}

/**
 * Reject an expression that is not a number of this dimension.
 *
 * `what` begins the error message.
 */
export function requireDimension(
  e: Expression,
  expected: Dimension,
  {
    scope,
    context = {},
    what,
  }: { scope: DimensionScope; context?: DimensionContext; what: string },
): void {
  const checker = { scope, context };
  const type = inferNumber(e, checker);
  if (type.any || sameDimension(type.dimension, expected)) return;
  const term = { term: e, has: type.dimension, needs: expected };
  throw faultAt(dimensionMismatch, [e, context], {
    message: `${what} needs ${formatDimension(expected)} but its expression yields ${formatDimension(type.dimension)}.`,
    next: suggestFactor(term, checker) ?? "Check the factors and their units.",
  });
}

/** Reject an expression that is not a condition. */
export function requireBoolean(
  e: Expression,
  scope: DimensionScope,
  context: DimensionContext = {},
): void {
  inferBoolean(e, { scope, context });
}

/** Check an expression and return whether it is a condition rather than a number. */
export function checkBoolean(
  e: Expression,
  scope: DimensionScope,
  context: DimensionContext = {},
): boolean {
  return inferType(e, { scope, context }).boolean;
}

const condition: ValueType = { dimension: dimensionless, boolean: true, any: false };

function quantity(dimension: Dimension): ValueType {
  return { dimension, boolean: false, any: false };
}

function inferType(e: Expression, checker: Checker): ValueType {
  switch (e.kind) {
    case "number":
      return {
        dimension: dimensionless,
        boolean: false,
        any: e.value === 0 || !Number.isFinite(e.value),
      };
    case "name":
      return typeOfName(e, checker);
    case "negate":
      return inferNumber(e.of, checker);
    case "not":
      inferBoolean(e.of, checker);
      return condition;
    case "and":
    case "or":
      inferBoolean(e.left, checker);
      inferBoolean(e.right, checker);
      return condition;
    case "less":
    case "less_equal":
    case "greater":
    case "greater_equal":
      joinNumbers(e, checker);
      return condition;
    case "equal":
    case "not_equal":
      checkEquality(e, checker);
      return condition;
    case "add":
    case "subtract":
    case "modulo":
      return joinNumbers(e, checker);
    case "floor_divide":
      joinNumbers(e, checker);
      return quantity(dimensionless);
    case "multiply": {
      const [left, right] = [inferNumber(e.left, checker), inferNumber(e.right, checker)];
      return quantity(multiplyDimensions(left.dimension, right.dimension));
    }
    case "divide": {
      const [left, right] = [inferNumber(e.left, checker), inferNumber(e.right, checker)];
      return quantity(divideDimensions(left.dimension, right.dimension));
    }
    case "power":
      return typeOfPower(e, checker);
    case "select":
      inferBoolean(e.condition, checker);
      return typeOfBranches(e, checker);
    case "call":
      return dimensionOfCall(e, { ...checker, infer: (part) => inferType(part, checker) });
  }
}

function typeOfName(e: NameExpression, checker: Checker): ValueType {
  const { scope, context } = checker;
  if (e.name === "True" || e.name === "False" || context.booleans?.has(e.name)) return condition;
  const declared = scope(e.name);
  if (declared !== undefined) return quantity(declared);
  if (e.name === "inf") return { dimension: dimensionless, boolean: false, any: true };
  const known = builtinDimension(e.name) ?? findEquationUnit(e.name)?.dimension;
  if (known !== undefined) return quantity(known);
  const near = nearestName(e.name, context.names ?? []);
  throw faultAt(nameUnknown, [e, context], {
    message: `The name "${e.name}" is not known here.`,
    next:
      near === undefined
        ? "Declare it as a parameter, a variable or an input."
        : `Did you mean ${near}?`,
  });
}

function inferNumber(e: Expression, checker: Checker): ValueType {
  const type = inferType(e, checker);
  if (!type.boolean) return type;
  throw faultAt(booleanMismatch, [e, checker.context], {
    message: "A condition is used where a number is needed.",
    expected: "a number",
    got: "a condition",
    next: "Write int(...) around it for 1 or 0, or where(condition, then, otherwise).",
  });
}

function inferBoolean(e: Expression, checker: Checker): ValueType {
  const type = inferType(e, checker);
  if (type.boolean) return type;
  throw faultAt(booleanMismatch, [e, checker.context], {
    message: "A number is used where a condition is needed.",
    expected: "a condition",
    got: "a number",
    next: "Compare it: x > 0, or x != 0.",
  });
}

function joinNumbers(e: ArithmeticExpression | ComparisonExpression, checker: Checker): ValueType {
  const left = inferNumber(e.left, checker);
  const right = inferNumber(e.right, checker);
  if (left.any) return right;
  if (right.any || sameDimension(left.dimension, right.dimension)) return left;
  throw faultAt(dimensionMismatch, [e, checker.context], {
    message: `The two sides of "${symbols[e.kind]}" have different dimensions.`,
    ...comparison(left, right),
    next: suggestForSides([e.left, left], [e.right, right], checker),
  });
}

function comparison(left: ValueType, right: ValueType): Omit<FaultText, "message" | "next"> {
  return {
    expected: `${formatDimension(left.dimension)} on both sides`,
    got: `${formatDimension(right.dimension)} on the right`,
  };
}

function suggestForSides(
  [left, leftType]: readonly [Expression, ValueType],
  [right, rightType]: readonly [Expression, ValueType],
  checker: Checker,
): string {
  const forRight = { term: right, has: rightType.dimension, needs: leftType.dimension };
  const forLeft = { term: left, has: leftType.dimension, needs: rightType.dimension };
  // A bare number is reported in preference to the other operand.
  const [first, second] = freeNames(left).size === 0 ? [forLeft, forRight] : [forRight, forLeft];
  return (
    suggestFactor(first, checker) ??
    suggestFactor(second, checker) ??
    "Check the factors and their units."
  );
}

function checkEquality(e: ComparisonExpression, checker: Checker): void {
  if (inferType(e.left, checker).boolean) inferBoolean(e.right, checker);
  else joinNumbers(e, checker);
}

function typeOfBranches(e: SelectExpression, checker: Checker): ValueType {
  const then = inferType(e.then, checker);
  if (then.boolean) return inferBoolean(e.otherwise, checker);
  const otherwise = inferNumber(e.otherwise, checker);
  if (then.any) return otherwise;
  if (otherwise.any || sameDimension(then.dimension, otherwise.dimension)) return then;
  throw faultAt(dimensionMismatch, [e.otherwise, checker.context], {
    message: "The two values of a choice have different dimensions.",
    expected: formatDimension(then.dimension),
    got: formatDimension(otherwise.dimension),
    next: suggestForSides([e.then, then], [e.otherwise, otherwise], checker),
  });
}

function typeOfPower(e: ArithmeticExpression, checker: Checker): ValueType {
  const base = inferNumber(e.left, checker);
  const exponent = inferNumber(e.right, checker);
  if (!exponent.any && !sameDimension(exponent.dimension, dimensionless)) {
    throw faultAt(dimensionMismatch, [e.right, checker.context], {
      message: "An exponent must be a pure number.",
      expected: formatDimension(dimensionless),
      got: formatDimension(exponent.dimension),
      next: "Divide it by a quantity of the same dimension.",
    });
  }
  if (sameDimension(base.dimension, dimensionless)) return quantity(dimensionless);
  const value = constantExponent(e.right, checker.context.value);
  if (value !== undefined) return quantity(powerDimension(base.dimension, value));
  throw faultAt(exponentNotConstant, [e.right, checker.context], {
    message: "The exponent of a quantity with a dimension must be a constant number.",
    expected: "a number such as 2 or 1/2",
    got: "an expression that may change",
    next: "Divide the base by a quantity of the same dimension first.",
  });
}
