import { type Builder, expressionValue, type Value, type Variable } from "@spikeloom/code";
import type { BuiltMotion } from "../built-motion.ts";
import { levelAddress, levelBits, type MotionEntry } from "../motion-table.ts";
import { placed } from "../placed.ts";
import { joined, type Names, timeOf } from "./writer.ts";

/** Move variables over some steps; gives all names, those that move with their new values. */
export function moved(b: Builder, motion: BuiltMotion, names: Names, steps: Value): Names {
  const { own, precision, dt } = motion;
  if (motion.states.length + own.length === 0) return names;
  const span = b.keep("steps", steps);
  const linear = motion.states.length === 0 ? names : movedLinear(b, motion, names, span);
  if (own.length === 0) return linear;
  const elapsed = timeOf(b, span, { type: precision, dt });
  const given = { type: precision, names: joined(linear, new Map([["elapsed", elapsed]])) };
  const next = own.map(({ state, next: value }) => {
    return [state, expressionValue(b, value, given)] as const;
  });
  return joined(linear, b.keepAll(new Map(next)));
}

/** Move linear systems by the coefficients of the lowest bits of a number of steps, then of the others. */
function movedLinear(b: Builder, motion: BuiltMotion, names: Names, steps: Value): Names {
  const variables = new Map(
    motion.states.flat().map((name): [string, Variable] => {
      return [name, b.variable(name, names.get(name) ?? b.floats(motion.precision).constant(0))];
    }),
  );
  const level = (from: Value, at: number): void => {
    const bits = levelBits[at] as number;
    moveLevel(b, motion, {
      level: at,
      variables,
      index: b.apply("and", from, b.i32(2 ** bits - 1)),
    });
    if (at + 1 === levelBits.length) return;
    const rest = b.keep("rest", b.apply("shiftRightUnsigned", from, b.i32(bits)));
    b.if(b.apply("ne", rest, b.i32(0)), () => level(rest, at + 1));
  };
  level(steps, 0);
  const now = [...variables].map(([name, variable]) => [name, b.get(variable)] as const);
  return joined(names, new Map(now));
}

interface Level {
  readonly level: number;
  /** The coefficient within its level. */
  readonly index: Value;
  readonly variables: ReadonlyMap<string, Variable>;
}

function moveLevel(
  b: Builder,
  { states, entries, precision }: BuiltMotion,
  { level, index, variables }: Level,
): void {
  const o = b.floats(precision);
  const variableOf = (name: string | undefined): Variable => variables.get(name ?? "") as Variable;
  states.forEach((names, system) => {
    const termOf = (entry: MotionEntry): Value => {
      const array = placed("coefficient", precision, levelAddress(entry, level, precision));
      const coefficient = b.load(array, index);
      if (entry.from === undefined) return coefficient;
      return o.mul(coefficient, b.get(variableOf(names[entry.from])));
    };
    const next = names.map((name, to) => {
      const terms = entries.filter((entry) => entry.system === system && entry.to === to);
      const [first = o.constant(0), ...more] = terms.map(termOf);
      return [variableOf(name), more.reduce((sum, term) => o.add(sum, term), first)] as const;
    });
    b.setAll(next);
  });
}
