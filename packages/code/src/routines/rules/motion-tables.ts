import { type NumericSystem, propagator } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Motion as MotionProgram } from "@spikeloom/program";
import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";
import { levelStart } from "./motion.ts";
import type { Motion, MotionTerm } from "./rule-arrays.ts";

/**
 * Number of bits of the step count that each level of a table covers, starting with the lowest.
 *
 * The first level covers 4096 steps, longer than most neurons are silent. `n` steps are applied in up to three parts,
 * for its lowest, middle and upper bits; the value of a variable thus depends only on `n`, and not on intermediate
 * reads.
 */
const levelBits: readonly number[] = [12, 12, 7];

/** Coefficients of all levels. */
export const tableLength: number = levelStart(levelBits, levelBits.length);

/** How tables of coefficients are created. */
export interface MotionOptions {
  readonly dt: number;
  readonly precision: FloatType;
  /** Assigns a location to a table; tables with equal keys may share theirs. */
  place(values: Float64Array, key: string): ArrayPlace;
}

/** Compute the coefficients that advance variables by any number of steps. */
export function motionTables(
  { systems, own }: MotionProgram,
  { dt, precision: type, place }: MotionOptions,
): Motion {
  const states = systems.flatMap((system) => system.states);
  const terms = systems.flatMap((system): readonly MotionTerm[] => {
    const { states: count, a, b } = system.numeric;
    const width = count + 1;
    const key = JSON.stringify([dt, count, [...a], [...b]]);
    return coefficients(key, () => coefficientsOf(system.numeric, dt)).flatMap((values, k) => {
      if (values.every((value) => value === 0)) return [];
      const to = system.states[Math.floor(k / width)] ?? "";
      return [{ to, from: system.states[k % width], table: place(values, `${key} ${k}`) }];
    });
  });
  return { linear: { type, states, terms, bits: levelBits }, own, dt };
}

/** Most recently used tables; one takes as long as thousands of steps of a small network. */
const recent = new Map<string, readonly Float64Array[]>();
const mostRecent = 16;

/** Compute tables that are not cached: rules, shards and networks of one process share time constants. */
function coefficients(
  key: string,
  compute: () => readonly Float64Array[],
): readonly Float64Array[] {
  const found = recent.get(key) ?? compute();
  recent.delete(key);
  recent.set(key, found);
  for (const [oldest] of recent) if (recent.size > mostRecent) recent.delete(oldest);
  return found;
}

/** Rows of [P | Q] over any number of steps, each entry a table. */
function coefficientsOf(numeric: NumericSystem, dt: number): readonly Float64Array[] {
  const { states } = numeric;
  const width = states + 1;
  const values = Array.from({ length: states * width }, () => new Float64Array(tableLength));
  let unit = dt;
  levelBits.forEach((bits, level) => {
    const start = levelStart(levelBits, level);
    for (let n = 0; n < 2 ** bits; n++) {
      const { p, q } = solve(numeric, n * unit);
      for (let i = 0; i < states; i++) {
        for (let j = 0; j < width; j++) {
          const value = j < states ? p[i * states + j] : q[i];
          (values[i * width + j] as Float64Array)[start + n] = value ?? 0;
        }
      }
    }
    unit *= 2 ** bits;
  });
  return values;
}

interface Solution {
  readonly p: ArrayLike<number>;
  readonly q: ArrayLike<number>;
}

function solve(numeric: NumericSystem, time: number): Solution {
  if (numeric.states !== 1) return propagator(numeric, time);
  const { exp, exprel } = hostFunctions as Record<"exp" | "exprel", (x: number) => number>;
  const slope = (numeric.a[0] ?? 0) * time;
  const drive = numeric.b[0] ?? 0;
  return { p: [exp(slope)], q: [drive === 0 ? 0 : drive * time * exprel(slope)] };
}
