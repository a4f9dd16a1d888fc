import { type BinaryKind, type Expression, mapChildren } from "@spikeloom/equations";

/** Create a number node. */
export function number(value: number): Expression {
  return { kind: "number", value };
}

/** A name, for places where nothing else is allowed. */
export type Name = Expression & { readonly kind: "name" };

/** Create a name node. */
export function name(text: string): Name {
  return { kind: "name", name: text };
}

/** Create a node with two sides. */
export function binary(kind: BinaryKind, left: Expression, right: Expression): Expression {
  return { kind, left, right };
}

/** Create `condition ? then : otherwise`, or `then` if both are the same tree. */
export function select(
  condition: Expression | undefined,
  then: Expression,
  otherwise: Expression,
): Expression {
  if (condition === undefined || then === otherwise) return then;
  return { kind: "select", condition, then, otherwise };
}

/** Join conditions with `and`; missing ones count as true. */
export function both(
  left: Expression | undefined,
  right: Expression | undefined,
): Expression | undefined {
  if (left === undefined) return right;
  return right === undefined ? left : binary("and", left, right);
}

/** Rebuild a tree bottom-up: `change` sees each node after its children were changed. */
export function mapTree(
  expression: Expression,
  change: (node: Expression) => Expression,
): Expression {
  return change(mapChildren(expression, (part) => mapTree(part, change)));
}

/** Rebuild a tree top-down: the children of a node that `change` replaces are not visited. */
export function mapTreeDown(
  expression: Expression,
  change: (node: Expression) => Expression | undefined,
): Expression {
  return change(expression) ?? mapChildren(expression, (part) => mapTreeDown(part, change));
}
