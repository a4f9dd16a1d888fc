import { multiply, negate, number } from "./build.ts";
import type { ArithmeticExpression, Expression } from "./expression.ts";
import { sameValue } from "./names.ts";
import { isNumber, isZero } from "./patterns.ts";

/** Rewrite one node by the rules of real numbers, ignoring infinities and the sign of zero. */
export function rewriteAlgebraic(e: Expression): Expression {
  switch (e.kind) {
    case "number":
      return Object.is(e.value, -0) ? number(0) : e;
    case "negate":
      // -(a - b) and the reverse are shorter and take one operation less.
      return e.of.kind === "subtract" ? { ...e.of, left: e.of.right, right: e.of.left } : e;
    case "add":
      return rewriteSum(e);
    case "subtract":
      return rewriteDifference(e);
    case "multiply":
      return rewriteProduct(e);
    case "divide":
      return rewriteQuotient(e);
    case "power":
      if (isZero(e.right)) return number(1);
      return isNumber(e.left, 1) ? number(1) : e;
    default:
      return e;
  }
}

function rewriteSum(e: ArithmeticExpression): Expression {
  if (isZero(e.right)) return e.left;
  if (isZero(e.left)) return e.right;
  return e.left.kind === "negate" ? { kind: "subtract", left: e.right, right: e.left.of } : e;
}

function rewriteDifference(e: ArithmeticExpression): Expression {
  if (isZero(e.right)) return e.left;
  if (isZero(e.left)) return negate(e.right);
  return sameValue(e.left, e.right) ? number(0) : e;
}

function rewriteProduct(e: ArithmeticExpression): Expression {
  const { left, right } = e;
  if (isZero(left) || isZero(right)) return number(0);
  if (left.kind === "negate") return negate(multiply(left.of, right));
  if (right.kind === "negate") return negate(multiply(left, right.of));
  // Numbers are moved to the front, where they fold.
  if (right.kind === "number" && left.kind !== "number") return multiply(right, left);
  if (left.kind === "number" && right.kind === "multiply" && right.left.kind === "number") {
    return multiply(number(left.value * right.left.value), right.right);
  }
  return e;
}

function rewriteQuotient(e: ArithmeticExpression): Expression {
  const { left, right } = e;
  if (isZero(left) && !isZero(right)) return number(0);
  if (left.kind === "negate") return negate({ ...e, left: left.of });
  return right.kind === "negate" ? negate({ ...e, right: right.of }) : e;
}
