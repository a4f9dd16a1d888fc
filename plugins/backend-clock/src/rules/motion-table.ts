import { type NumericSystem, propagator } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Motion } from "@spikeloom/program";
import type { Arena } from "../arena.ts";

/**
 * Bits of a number of steps that each level of a table is for, from the lowest on.
 *
 * The first level reaches 4096 steps, which is further than most neurons are silent.
 */
export const levelBits: readonly number[] = [12, 12, 7];
/** Steps that the first level reaches. */
export const nearSteps: number = 4096;
/** Steps that the first two levels reach. */
export const farSteps: number = 2 ** 24;
const levelSizes = levelBits.map((bits) => 2 ** bits);
/** Where each level starts, in coefficients, and where the last one ends. */
const levelStarts = [0, 4096, 8192, 8320];
const tableSize = 8320;

/**
 * The coefficients that move variables over any number of steps.
 *
 * `n` steps are gone in up to three parts, of its lowest, middle and upper bits; so what a variable
 * becomes depends on `n` alone, and not on who asks for it.
 */
export interface MotionTable {
  /** One for each product or sum of the motion. */
  readonly entries: readonly MotionEntry[];
}

/** One coefficient: `to` gets it times `from`, or it itself where there is no `from`. */
export interface MotionEntry {
  readonly system: number;
  readonly to: number;
  readonly from: number | undefined;
  /** Byte address of the coefficients, level after level. */
  readonly address: number;
}

/** Finds places for coefficients; equal ones share theirs. */
export interface MotionArena {
  readonly dt: number;
  readonly precision: "f64" | "f32";
  place(values: Float64Array, key: string): number;
  /** Write all coefficients into memory. */
  fill(buffer: ArrayBufferLike): void;
}

/** Start to find places for coefficients. */
export function motionArena(
  arena: Arena,
  { dt, precision }: { readonly dt: number; readonly precision: "f64" | "f32" },
): MotionArena {
  const placed = new Map<string, { readonly address: number; readonly values: Float64Array }>();
  const bytes = precision === "f64" ? 8 : 4;
  return {
    dt,
    precision,
    place(values, key) {
      const found = placed.get(key) ?? {
        address: arena.allocate(tableSize * bytes, "fixed"),
        values,
      };
      placed.set(key, found);
      return found.address;
    },
    fill(buffer) {
      for (const { address, values } of placed.values()) {
        if (precision === "f64") new Float64Array(buffer, address, tableSize).set(values);
        else new Float32Array(buffer, address, tableSize).set(values);
      }
    },
  };
}

/** Compute the coefficients of a motion, and find them a place. */
export function layMotion({ systems }: Motion, arena: MotionArena): MotionTable {
  return { entries: systems.flatMap(({ numeric }, system) => entriesOf(numeric, system, arena)) };
}

function entriesOf(
  numeric: NumericSystem,
  system: number,
  arena: MotionArena,
): readonly MotionEntry[] {
  const { states } = numeric;
  const width = states + 1;
  const key = JSON.stringify([arena.dt, states, [...numeric.a], [...numeric.b]]);
  return coefficients(key, () => coefficientsOf(numeric, arena.dt)).flatMap(
    (values, k): MotionEntry[] => {
      if (values.every((value) => value === 0)) return [];
      const [to, column] = [Math.floor(k / width), k % width];
      const address = arena.place(values, `${key} ${k}`);
      return [{ system, to, from: column < states ? column : undefined, address }];
    },
  );
}

/** Those that were asked for last; a table takes as long as thousands of steps of a small network. */
const recent = new Map<string, readonly Float64Array[]>();
const mostRecent = 16;

/** Compute what is not known: rules, shards and networks of one process share time constants. */
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
  const values = Array.from({ length: states * width }, () => new Float64Array(tableSize));
  levelSizes.forEach((size, level) => {
    const unit = levelSizes.slice(0, level).reduce((product, below) => product * below, dt);
    for (let n = 0; n < size; n++) {
      const { p, q } = solve(numeric, n * unit);
      for (let i = 0; i < states; i++) {
        for (let j = 0; j < width; j++) {
          const value = j < states ? p[i * states + j] : q[i];
          (values[i * width + j] as Float64Array)[(levelStarts[level] as number) + n] = value ?? 0;
        }
      }
    }
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

/** Byte address of the coefficients of one level of an entry. */
export function levelAddress(
  { address }: MotionEntry,
  level: number,
  precision: "f64" | "f32",
): number {
  return address + (levelStarts[level] as number) * (precision === "f64" ? 8 : 4);
}
