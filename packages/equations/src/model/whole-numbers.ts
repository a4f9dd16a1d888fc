import type { Expression } from "../expression.ts";

/** The minimum of a name that always holds an integer; undefined for any other name. */
export type LeastWhole = (name: string) => number | undefined;

/** Functions whose results are always integers. */
const rounding: ReadonlySet<string> = new Set([
  "floor",
  "ceil",
  "int",
  "sign",
  "timestep",
  "poisson",
]);

/** Functions that return one of their arguments, or its magnitude. */
const choosing: ReadonlySet<string> = new Set(["abs", "min", "max", "clip"]);

/** Find the first part that may not be an integer; undefined if all are. */
export function fractionalPart(e: Expression, least: LeastWhole): Expression | undefined {
  const first = (...parts: readonly Expression[]): Expression | undefined =>
    parts.map((part) => fractionalPart(part, least)).find((part) => part !== undefined);
  switch (e.kind) {
    case "number":
      return Number.isInteger(e.value) ? undefined : e;
    case "name":
      return least(e.name) === undefined ? e : undefined;
    case "negate":
      return first(e.of);
    case "select":
      return first(e.then, e.otherwise);
    case "add":
    case "subtract":
    case "multiply":
    case "modulo":
      return first(e.left, e.right);
    case "floor_divide":
      return undefined;
    case "power":
      return first(e.left, e.right) ?? (leastValue(e.right, least) >= 0 ? undefined : e);
    case "call":
      if (rounding.has(e.name)) return undefined;
      return choosing.has(e.name) ? first(...e.args) : e;
    default:
      return e;
  }
}

/** A lower bound of an expression; -Infinity if none is known. */
export function leastValue(e: Expression, least: LeastWhole): number {
  const of = (part: Expression): number => leastValue(part, least);
  switch (e.kind) {
    case "number":
      return e.value;
    case "name":
      return least(e.name) ?? Number.NEGATIVE_INFINITY;
    case "add":
      return of(e.left) + of(e.right);
    case "multiply":
      return of(e.left) >= 0 && of(e.right) >= 0 ? 0 : Number.NEGATIVE_INFINITY;
    case "call":
      if (e.name === "abs") return 0;
      return e.name === "max" ? Math.max(...e.args.map(of)) : Number.NEGATIVE_INFINITY;
    default:
      return Number.NEGATIVE_INFINITY;
  }
}
