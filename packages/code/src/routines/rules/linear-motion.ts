import type { Motion as MotionProgram } from "@spikeloom/program";
import { UNBOUND_NAME } from "../../errors.ts";
import type { Builder } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";

/** How variables of one kind move between events. */
export interface Motion {
  /** Those that move linearly, by tables. */
  readonly linear: LinearMotion;
  /** What gives all others after a span, `elapsed`. */
  readonly own: MotionProgram["own"];
  readonly dt: number;
}

/** Variables that move linearly, by tables of coefficients. */
export interface LinearMotion {
  readonly type: FloatType;
  readonly states: readonly string[];
  readonly terms: readonly MotionTerm[];
  /** Bits of the number of steps that each level of tables is for, from the lowest on. */
  readonly bits: readonly number[];
}

/** Where the coefficients of a level begin in a table. */
export function levelStart(bits: LinearMotion["bits"], level: number): number {
  return bits.slice(0, level).reduce((sum, one) => sum + 2 ** one, 0);
}

/** A part of a sum: a coefficient times `from`, or alone where there is none. */
export interface MotionTerm {
  readonly to: string;
  readonly from: string | undefined;
  /** The coefficients, level after level, by what the bits of each say. */
  readonly table: ArrayPlace;
}

/**
 * Move variables over a number of steps.
 *
 * Gives all names, those that move with their new values.
 * The steps are gone level by level, so what a variable becomes depends on their number alone. Levels whose
 * bits and all above are 0 are left out.
 */
export function movedLinearly(
  b: Builder,
  motion: LinearMotion,
  names: ReadonlyMap<string, Value>,
  steps: Value,
): ReadonlyMap<string, Value> {
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

/** What a name or a number stands for; fails where there is nothing. */
function given<Key, Of>(all: { get(key: Key): Of | undefined }, key: Key): Of {
  const found = all.get(key);
  if (found !== undefined) return found;
  throw UNBOUND_NAME({ kernel: "motion", name: String(key) });
}

interface Level {
  readonly level: number;
  /** The coefficient within its level. */
  readonly index: Value;
  readonly variables: ReadonlyMap<string, Variable>;
}

/** The sum of the terms of each variable, in order. */
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
