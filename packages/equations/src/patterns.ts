import type { Expression, NameExpression } from "./expression.ts";

/** Test whether an expression is exactly this number; 0 and -0 differ. */
export function isNumber(e: Expression, value: number): boolean {
  return e.kind === "number" && Object.is(e.value, value);
}

/** Test whether an expression is 0 of either sign. */
export function isZero(e: Expression): boolean {
  return e.kind === "number" && e.value === 0;
}

/** Test whether an expression is a literal truth value. */
export function isTruth(e: Expression): e is NameExpression {
  return e.kind === "name" && (e.name === "True" || e.name === "False");
}
