import type { Builder } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { Value } from "../../form/graph.ts";
import { type Motion, movedLinearly } from "./linear-motion.ts";
import { joined, type Names, timeOf } from "./writer.ts";

/** The variables that evolve between events. */
export function movingStates({ linear, own }: Motion): readonly string[] {
  return [...linear.states, ...own.map(({ state }) => state)];
}

/** Advance variables by some steps; returns all names with their new values. */
export function moved(b: Builder, motion: Motion, names: Names, steps: Value): Names {
  const { linear: tables, own, dt } = motion;
  const { states, type } = tables;
  if (states.length + own.length === 0) return names;
  const span = b.keep("steps", steps);
  const linear = states.length === 0 ? names : movedLinearly(b, tables, names, span);
  if (own.length === 0) return linear;
  const elapsed = timeOf(b, span, { type, dt });
  const given = { type, names: joined(linear, new Map([["elapsed", elapsed]])) };
  const next = own.map(({ state, next: value }) => {
    return [state, expressionValue(b, value, given)] as const;
  });
  return joined(linear, b.keepAll(new Map(next)));
}
