import type { Expression } from "@spikeloom/equations";
import type { LemsAction } from "./actions.ts";
import type { Flat } from "./flat.ts";

/**
 * Return the degree of an expression in some variables: 0 if it reads none, 1 if it is a sum of products with one each;
 * undefined otherwise.
 */
export function degreeIn(
  flat: Flat,
  e: Expression,
  variables: ReadonlySet<string>,
): 0 | 1 | undefined {
  const of = (each: Expression): 0 | 1 | undefined => degreeIn(flat, each, variables);
  switch (e.kind) {
    case "number":
      return e.value === 0 ? 1 : 0;
    case "name": {
      if (variables.has(e.name)) return 1;
      const expression = flat.variables.get(e.name)?.expression;
      return expression === undefined ? 0 : of(expression);
    }
    case "negate":
      return of(e.of);
    case "add":
    case "subtract":
      return of(e.left) === of(e.right) ? of(e.left) : undefined;
    case "multiply": {
      const [left, right] = [of(e.left), of(e.right)];
      if (left === undefined || right === undefined || left + right > 1) return undefined;
      return left + right === 1 ? 1 : 0;
    }
    case "divide":
      return isFree(e.right, of) ? of(e.left) : undefined;
    case "power":
      return isFree(e.left, of) && isFree(e.right, of) ? 0 : undefined;
    case "call":
      return e.args.every((arg) => isFree(arg, of)) ? 0 : undefined;
    default:
      return undefined;
  }
}

function isFree(e: Expression, of: (each: Expression) => 0 | 1 | undefined): boolean {
  return of(e) === 0 || (e.kind === "number" && e.value === 0);
}

/** Increment of each variable by an event; undefined if it has any other effect. */
export function addedBy(
  flat: Flat,
  actions: readonly LemsAction[],
): ReadonlyMap<string, Expression> | undefined {
  const states = new Set(
    [...flat.variables.values()].flatMap(({ name, role }) => (role === "state" ? [name] : [])),
  );
  const added = new Map<string, Expression>();
  for (const action of actions) {
    if (action.kind !== "assign" || added.has(action.variable)) return undefined;
    const { value, variable } = action;
    if (value.kind !== "add") return undefined;
    const [own, other] =
      value.left.kind === "name" && value.left.name === variable
        ? [value.left, value.right]
        : [value.right, value.left];
    if (own.kind !== "name" || own.name !== variable) return undefined;
    if (degreeIn(flat, other, states) !== 0) return undefined;
    added.set(variable, other);
  }
  return added;
}
