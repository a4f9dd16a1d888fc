import type { ArithmeticKind, ComparisonKind, LogicalKind } from "./expression.ts";

/** The operators without a plain machine instruction. */
export type FunctionOperator = "power" | "modulo" | "floor_divide";

/** The operators implemented in hardware for doubles, and those on truth values. */
export type PlainOperator =
  | Exclude<ArithmeticKind, FunctionOperator>
  | ComparisonKind
  | LogicalKind;

/** Apply an operator to numbers; conditions yield 1 or 0. */
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
