import type { DrawKind, EventProgram, Let } from "@spikeloom/program";
import type { Builder } from "../../form/build.ts";
import { type ExpressionNames, expressionValue } from "../../form/expression.ts";
import type { Value } from "../../form/graph.ts";

/** Inputs for applying an event. */
export interface EventNames extends ExpressionNames {
  /** Draw a number; `place` is the index among the values that the event computes and draws. */
  draw(kind: DrawKind, place: number, argument: Value | undefined): Value;
}

/**
 * Create the values that an event sets, all from the old values.
 *
 * Draws are made immediately; everything else is computed where it is used.
 */
export function eventValues(
  b: Builder,
  { lets, sets }: EventProgram,
  { type, names, draw }: EventNames,
): ReadonlyMap<string, Value> {
  const all = new Map(names);
  const given = { type, names: all };
  const computed = (one: Let, place: number): Value => {
    if ("value" in one) return expressionValue(b, one.value, given);
    const [argument] = one.args;
    return draw(one.draw, place, argument && expressionValue(b, argument, given));
  };
  lets.forEach((one, place) => void all.set(one.name, computed(one, place)));
  return new Map(sets.map(([name, value]) => [name, expressionValue(b, value, given)]));
}
