import { placeOf } from "./build.ts";
import type { Expression } from "./expression.ts";

/** List the direct children of an expression, left to right. */
export function children(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "number":
    case "name":
      return [];
    case "negate":
    case "not":
      return [e.of];
    case "call":
      return e.args;
    case "select":
      return [e.condition, e.then, e.otherwise];
    default:
      return [e.left, e.right];
  }
}

/**
 * Rebuild an expression with each direct child replaced.
 *
 * Returns the same object if nothing changed.
 */
export function mapChildren(e: Expression, change: (part: Expression) => Expression): Expression {
  switch (e.kind) {
    case "number":
    case "name":
      return e;
    case "negate":
    case "not": {
      const of = change(e.of);
      return of === e.of ? e : { kind: e.kind, of, ...placeOf(e) };
    }
    case "call": {
      const args = e.args.map(change);
      return args.every((arg, k) => arg === e.args[k]) ? e : { ...e, args };
    }
    case "select": {
      const condition = change(e.condition);
      const then = change(e.then);
      const otherwise = change(e.otherwise);
      const same = condition === e.condition && then === e.then && otherwise === e.otherwise;
      return same ? e : { kind: "select", condition, then, otherwise, ...placeOf(e) };
    }
    default: {
      const left = change(e.left);
      const right = change(e.right);
      const same = left === e.left && right === e.right;
      return same ? e : { kind: e.kind, left, right, ...placeOf(e) };
    }
  }
}

/** Test whether two expressions are the same tree, regardless of their source text. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === "number") return b.kind === "number" && Object.is(a.value, b.value);
  if (a.kind === "name") return b.kind === "name" && a.name === b.name;
  if (a.kind === "call" && (b.kind !== "call" || a.name !== b.name)) return false;
  const left = children(a);
  const right = children(b);
  if (left.length !== right.length) return false;
  return left.every((part, k) => {
    const other = right[k];
    return other !== undefined && sameExpression(part, other);
  });
}
