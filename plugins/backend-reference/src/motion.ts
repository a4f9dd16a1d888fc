import { type NumericSystem, propagator } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Motion } from "@spikeloom/program";
import { evaluated, type Names, type Scope } from "./expressions.ts";

/** Variables with the step of their last event, since which they have only moved. */
export interface Body {
  values: Names;
  last: number;
}

/** Numbers of steps that one propagator covers: the lowest, middle and highest bits of a distance. */
const levels = [4096, 4096, 128] as const;

/**
 * Compute all variables of a body in a step, without changing it.
 *
 * A distance is covered in up to three parts, so that the result depends on the number of steps alone.
 */
export function valuesAt({ values, last }: Body, motion: Motion, step: number, dt: number): Names {
  const now = new Map(values);
  for (const { states, numeric } of motion.systems) {
    let vector = states.map((state) => values.get(state) ?? 0);
    let [rest, unit] = [step - last, dt];
    for (const size of levels) {
      vector = propagated(numeric, vector, { time: (rest % size) * unit, dt });
      unit *= size;
      rest = Math.floor(rest / size);
      if (rest === 0) break;
    }
    for (const [k, state] of states.entries()) now.set(state, vector[k] as number);
  }
  const linear = new Map(now);
  const scope: Scope = (name) => (name === "elapsed" ? (step - last) * dt : linear.get(name));
  for (const { state, next } of motion.own) now.set(state, evaluated(next, scope));
  return now;
}

/** Sum the terms of each state in order: those of the states, then the constant. */
function propagated(
  numeric: NumericSystem,
  from: readonly number[],
  { time, dt }: { readonly time: number; readonly dt: number },
): number[] {
  const [now, once] = [solved(numeric, time), solved(numeric, dt)];
  return from.map((_, i) => {
    const terms = [...from, 1].flatMap((value, j) => {
      // A term that is 0 after one step is 0 after any, and is no part of the sum.
      return once[i]?.[j] === 0 ? [] : [(now[i]?.[j] as number) * value];
    });
    return terms.length === 0 ? 0 : terms.reduce((sum, term) => sum + term);
  });
}

/** Rows of a solution: the coefficients of the states, then the constant. */
type Solution = readonly (readonly number[])[];

/** Solve a system over a time in ms. */
function solved(numeric: NumericSystem, time: number): Solution {
  const { states: width, a, b } = numeric;
  if (width > 1) {
    const { p, q } = propagator(numeric, time);
    return Array.from(q, (constant, i) => [...p.slice(i * width, (i + 1) * width), constant]);
  }
  const { exp, exprel } = hostFunctions as Record<"exp" | "exprel", (x: number) => number>;
  const slope = (a[0] ?? 0) * time;
  const drive = b[0] ?? 0;
  return [[exp(slope), drive === 0 ? 0 : drive * time * exprel(slope)]];
}
