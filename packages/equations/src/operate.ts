import type { ArithmeticKind, ComparisonKind } from "./expression.ts";
import { javascriptF64 } from "./functions/javascript.ts";

/** Operators without a single machine instruction. */
export type FunctionOperator = "power" | "modulo" | "floor_divide";

/** Operators on numbers that are a single elementary operation. */
export type PlainOperator = Exclude<ArithmeticKind, FunctionOperator>;

/** Names of elementary operations. */
interface Elementary {
  readonly add: "add";
  readonly subtract: "sub";
  readonly multiply: "mul";
  readonly divide: "div";
  readonly less: "lt";
  readonly less_equal: "le";
  readonly greater: "gt";
  readonly greater_equal: "ge";
  readonly equal: "eq";
  readonly not_equal: "ne";
  readonly and: "and";
  readonly or: "or";
}

/** Elementary operation of each operator, for all targets. */
export const elementary: Elementary = {
  add: "add",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  less: "lt",
  less_equal: "le",
  greater: "gt",
  greater_equal: "ge",
  equal: "eq",
  not_equal: "ne",
  and: "and",
  or: "or",
};

/** Apply an operator to doubles. */
export function operate(kind: PlainOperator, left: number, right: number): number {
  return javascriptF64[elementary[kind]](left, right);
}

/** Compare doubles. */
export function compare(kind: ComparisonKind, left: number, right: number): boolean {
  return javascriptF64[elementary[kind]](left, right);
}
