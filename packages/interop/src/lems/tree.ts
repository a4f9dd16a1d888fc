import { type BinaryKind, type Expression, mapChildren } from "@spikeloom/equations";

/** Create a number node. */
export function number(value: number): Expression {
  return { kind: "number", value };
}

/** Create a name node. */
export function name(text: string): Expression {
  return { kind: "name", name: text };
}

/** Combine two expressions. */
export function binary(kind: BinaryKind, left: Expression, right: Expression): Expression {
  return { kind, left, right };
}

/** Create a conditional. */
export function select(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: "select", condition, then, otherwise };
}

/** Substitute all names of an expression. */
export function renamed(e: Expression, of: (name: string) => Expression): Expression {
  return e.kind === "name" ? of(e.name) : mapChildren(e, (part) => renamed(part, of));
}
