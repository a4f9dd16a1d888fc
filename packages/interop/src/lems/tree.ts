import { type BinaryKind, type Expression, mapChildren } from "@spikeloom/equations";

/** Make a number. */
export function number(value: number): Expression {
  return { kind: "number", value };
}

/** Make a name. */
export function name(text: string): Expression {
  return { kind: "name", name: text };
}

/** Join two expressions. */
export function binary(kind: BinaryKind, left: Expression, right: Expression): Expression {
  return { kind, left, right };
}

/** Make a choice. */
export function select(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: "select", condition, then, otherwise };
}

/** Replace all names of an expression. */
export function renamed(e: Expression, of: (name: string) => Expression): Expression {
  return e.kind === "name" ? of(e.name) : mapChildren(e, (part) => renamed(part, of));
}
