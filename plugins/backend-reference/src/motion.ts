import { type NumericSystem, propagator } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Motion } from "@spikeloom/program";
import { evaluated, type Names, type Scope } from "./expressions.ts";

/** Numbers of steps that one propagator covers: the lowest, middle and highest bits of a distance. */
const levels = [4096, 4096, 128] as const;

/**
 * Compute the values that variables have after some steps; other names are read from the scope.
 *
 * A distance is covered in up to three parts, so that the result depends on the number of steps alone.
 */
export function moved({ systems, own }: Motion, scope: Scope, steps: number, dt: number): Names {
  const now: Names = new Map();
  for (const { states, numeric } of systems) {
    let values = states.map((state) => scope(state) ?? 0);
    let [rest, unit] = [steps, dt];
    for (const size of levels) {
      values = stepped(numeric, values, { steps: rest % size, unit });
      unit *= size;
      rest = Math.floor(rest / size);
      if (rest === 0) break;
    }
    for (const [k, state] of states.entries()) now.set(state, values[k] as number);
  }
  const linear = new Map(now);
  const all: Scope = (name) =>
    name === "elapsed" ? steps * dt : (linear.get(name) ?? scope(name));
  for (const { state, next } of own) now.set(state, evaluated(next, all));
  return now;
}

interface Distance {
  readonly steps: number;
  /** Duration of a step in ms. */
  readonly unit: number;
}

/** Sum the terms of each state in order: those of the states, then the constant. */
function stepped(numeric: NumericSystem, from: readonly number[], { steps, unit }: Distance) {
  const width = from.length;
  const { p, q } = solved(numeric, steps * unit);
  // Terms that are zero for every distance are no part of the sum.
  const [still, once] = [solved(numeric, 0), solved(numeric, unit)];
  return from.map((_, i) => {
    const row = (of: Solution): number[] => [
      ...Array.from({ length: width }, (__, j) => of.p[i * width + j] ?? 0),
      of.q[i] ?? 0,
    ];
    const [now, first, second] = [row({ p, q }), row(still), row(once)];
    const terms = now.flatMap((coefficient, j) => {
      if (coefficient === 0 && first[j] === 0 && second[j] === 0) return [];
      return [j < width ? coefficient * (from[j] as number) : coefficient];
    });
    return terms.length === 0 ? 0 : terms.reduce((sum, term) => sum + term);
  });
}

interface Solution {
  readonly p: ArrayLike<number>;
  readonly q: ArrayLike<number>;
}

const known = new WeakMap<NumericSystem, Map<number, Solution>>();

/** Solve a system over a time: x(time) = p x(0) + q. */
function solved(numeric: NumericSystem, time: number): Solution {
  const ofSystem = known.get(numeric) ?? new Map<number, Solution>();
  known.set(numeric, ofSystem);
  const found =
    ofSystem.get(time) ?? (numeric.states === 1 ? alone(numeric, time) : propagator(numeric, time));
  ofSystem.set(time, found);
  return found;
}

/** Solve a system of one state in closed form. */
function alone({ a, b }: NumericSystem, time: number): Solution {
  const { exp, exprel } = hostFunctions as Record<"exp" | "exprel", (x: number) => number>;
  const slope = (a[0] ?? 0) * time;
  const drive = b[0] ?? 0;
  return { p: [exp(slope)], q: [drive === 0 ? 0 : drive * time * exprel(slope)] };
}
