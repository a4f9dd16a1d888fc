import { UNBOUND_NAME } from "../../errors.ts";
import type { Builder } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { LinearMotion, Motion } from "./rule-arrays.ts";
import { joined, type Names, timeOf } from "./writer.ts";

/** Start of the coefficients of a level in a table. */
export function levelStart(bits: LinearMotion["bits"], level: number): number {
  return bits.slice(0, level).reduce((sum, one) => sum + 2 ** one, 0);
}

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

/**
 * Advance variables by a number of steps.
 *
 * Returns all names, with new values for those that evolve. The levels are applied in sequence, so the result depends
 * only on the number of steps. Levels whose bits, and all above, are 0 are skipped.
 */
export function movedLinearly(b: Builder, motion: LinearMotion, names: Names, steps: Value): Names {
  const variables = new Map(
    motion.states.map((name): [string, Variable] => [name, b.variable(name, given(names, name))]),
  );
  const go = (from: Value, level: number): void => {
    const bits = motion.bits[level] ?? 0;
    const index = b.keep("index", b.apply("and", from, b.i32(2 ** bits - 1)));
    b.setAll([...levelValues(b, motion, { level, index, variables })]);
    if (level + 1 === motion.bits.length) return;
    const rest = b.keep("rest", b.apply("shiftRightUnsigned", from, b.i32(bits)));
    b.if(b.apply("ne", rest, b.i32(0)), () => go(rest, level + 1));
  };
  go(b.keep("steps", steps), 0);
  const now = [...variables].map(([name, variable]) => [name, b.get(variable)] as const);
  return new Map([...names, ...now]);
}

/** Return the value of a name or a number; throws if there is none. */
function given<Key, Of>(all: { get(key: Key): Of | undefined }, key: Key): Of {
  const found = all.get(key);
  if (found !== undefined) return found;
  throw UNBOUND_NAME({ kernel: "motion", name: String(key) });
}

interface Level {
  readonly level: number;
  /** Return the coefficient within its level. */
  readonly index: Value;
  readonly variables: ReadonlyMap<string, Variable>;
}

/** Compute the sum of the terms of each variable, in order. */
function levelValues(
  b: Builder,
  { type, terms, bits }: LinearMotion,
  { level, index, variables }: Level,
): ReadonlyMap<Variable, Value> {
  const o = b.floats(type);
  const sums = new Map<Variable, Value>();
  for (const { to, from, table } of terms) {
    const target = given(variables, to);
    const coefficient = b.load(table, index, levelStart(bits, level));
    const term =
      from === undefined ? coefficient : o.mul(coefficient, b.get(given(variables, from)));
    const sum = sums.get(target);
    sums.set(target, sum === undefined ? term : o.add(sum, term));
  }
  for (const variable of variables.values()) {
    if (!sums.has(variable)) sums.set(variable, o.constant(0));
  }
  return sums;
}
