import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";

/** Values by name. */
export type Names = Map<string, number>;

/** Value of a name; undefined if it has none. */
export type Scope = (name: string) => number | undefined;

/** Compute the value of an expression; truth values are 1 and 0. */
export function evaluated(expression: Expression, scope: Scope): number {
  return evaluate(expression, { scope, functions });
}

/** Compute values by name, all from the same scope. */
export function valuesOf(
  sets: readonly (readonly [name: string, value: Expression])[],
  scope: Scope,
): Names {
  return new Map(sets.map(([name, value]) => [name, evaluated(value, scope)]));
}
