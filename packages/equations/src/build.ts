import type { BinaryKind, Expression } from "./expression.ts";

type Place = { readonly at?: number };

/** Copy the position of a node, if it has one, to the node that replaces it. */
export function placeOf(node: Place): Place {
  return node.at === undefined ? {} : { at: node.at };
}

/** Make a number node. */
export function number(value: number, place: Place = {}): Expression {
  return { kind: "number", value, ...placeOf(place) };
}

/** Make a name node. */
export function name(text: string, place: Place = {}): Expression {
  return { kind: "name", name: text, ...placeOf(place) };
}

/** Make the name node of a truth value. */
export function truth(value: boolean, place: Place = {}): Expression {
  return name(value ? "True" : "False", place);
}

/** Make the node of a binary operator. */
export function binary(
  kind: BinaryKind,
  [left, right]: readonly [Expression, Expression],
  place: Place = {},
): Expression {
  return { kind, left, right, ...placeOf(place) };
}

/** Make a sum. */
export function add(left: Expression, right: Expression): Expression {
  return { kind: "add", left, right };
}

/** Make a difference. */
export function subtract(left: Expression, right: Expression): Expression {
  return { kind: "subtract", left, right };
}

/** Make a product. */
export function multiply(left: Expression, right: Expression): Expression {
  return { kind: "multiply", left, right };
}

/** Make a quotient. */
export function divide(left: Expression, right: Expression): Expression {
  return { kind: "divide", left, right };
}

/** Make a power. */
export function power(left: Expression, right: Expression): Expression {
  return { kind: "power", left, right };
}

/** Make the negative of an expression. */
export function negate(of: Expression): Expression {
  return { kind: "negate", of };
}

/** Make a function call. */
export function call(functionName: string, ...args: readonly Expression[]): Expression {
  return { kind: "call", name: functionName, args };
}

/** Make a choice between two expressions. */
export function select(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: "select", condition, then, otherwise };
}
