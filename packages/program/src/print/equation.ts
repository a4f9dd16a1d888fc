import { type Expression, formatExpression, sameExpression, simplify } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { binary, mapTree, name, number } from "../tree.ts";

/** An equation as shown to a reader. */
export interface Equation {
  readonly left: string;
  /** `=` names a value, `←` changes a variable, `~` draws one. */
  readonly sign: "=" | "←" | "~";
  readonly right: string;
  /** Condition under which it holds; always by default. */
  readonly where?: string;
  /** Purpose by which a draw is keyed. */
  readonly key?: string;
}

/** Equations that apply at the same time, in order. */
export interface Part {
  readonly when: string;
  readonly notes: readonly string[];
  readonly equations: readonly Equation[];
}

/** Options for printing expressions. */
export interface Reading {
  /** The name shown to a reader. */
  nameOf(text: string): string;
  /** Number of significant digits; all by default. */
  readonly digits: number | undefined;
}

/** Print an expression for a reader. */
export function readableText(value: Expression, { nameOf, digits }: Reading): string {
  const folded = simplify(value, { fold: "algebraic", functions: hostFunctions });
  return formatExpression(
    mapTree(folded, (node) => {
      if (node.kind === "name") return name(nameOf(node.name));
      if (node.kind !== "number" || digits === undefined) return withoutSigns(bound(node));
      return number(Number(node.value.toPrecision(digits)));
    }),
  );
}

/** Create an equation; a choice that keeps the old value becomes a condition. */
export function equation(
  left: string,
  sign: Equation["sign"],
  value: Expression,
  reading: Reading,
): Equation {
  const text = (one: Expression): string => readableText(one, reading);
  const keeps = (one: Expression): boolean => one.kind === "name" && text(one) === left;
  if (sign === "←" && value.kind === "select") {
    const { condition, then, otherwise } = value;
    if (keeps(otherwise)) return { left, sign, right: text(then), where: text(condition) };
    if (keeps(then)) {
      return { left, sign, right: text(otherwise), where: text({ kind: "not", of: condition }) };
    }
  }
  const change = sign === "←" ? conditionalChange(value) : undefined;
  if (change !== undefined && keeps(change.from)) {
    return { left, sign, right: text(change.value), where: text(change.condition) };
  }
  return { left, sign, right: text(value) };
}

interface ConditionalChange {
  readonly from: Expression;
  readonly value: Expression;
  readonly condition: Expression;
}

/** Rewrite `x + where(condition, y, 0)`, or `where(condition, 0, y)`, as a conditional change. */
function conditionalChange(value: Expression): ConditionalChange | undefined {
  if (value.kind !== "add" && value.kind !== "subtract") return undefined;
  const { kind, left: from, right } = value;
  if (right.kind !== "select") return undefined;
  const { condition, then, otherwise } = right;
  if (isZero(otherwise)) return { from, value: binary(kind, from, then), condition };
  if (!isZero(then)) return undefined;
  return { from, value: binary(kind, from, otherwise), condition: { kind: "not", of: condition } };
}

function isZero(node: Expression): boolean {
  return node.kind === "number" && node.value === 0;
}

/** Print a choice between a value and its bound as a minimum or maximum. */
function bound(node: Expression): Expression {
  if (node.kind !== "select") return node;
  const { condition, then, otherwise } = node;
  const isBound = condition.kind === "less" || condition.kind === "greater";
  if (!isBound || !sameExpression(condition.left, otherwise)) return node;
  if (!sameExpression(condition.right, then)) return node;
  return { kind: "call", name: condition.kind === "less" ? "max" : "min", args: [otherwise, then] };
}

/** Print a sum with a negative number as a difference, and vice versa; move the sign in front of a product. */
function withoutSigns(node: Expression): Expression {
  if (node.kind === "negate") return withSignInFront(node, node.of);
  if (node.kind !== "add" && node.kind !== "subtract") return node;
  const { left, right } = node;
  if (right.kind !== "number" || !(right.value < 0)) return node;
  return binary(node.kind === "add" ? "subtract" : "add", left, number(-right.value));
}

function withSignInFront(node: Expression, of: Expression): Expression {
  if (of.kind === "divide") return binary("divide", { kind: "negate", of: of.left }, of.right);
  if (of.kind !== "multiply" || of.left.kind !== "number") return node;
  return binary("multiply", number(-of.left.value), of.right);
}
