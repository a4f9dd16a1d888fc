import { hostFunctions, type Motion } from "@spikeloom/compile";
import { type NumericSystem, propagator } from "@spikeloom/equations";
import type { Arena } from "../arena.ts";

/** Steps that one level of a table reaches: three levels of ten bits reach any run. */
export const levelBits = 10;
export const levels = 3;
const levelSize = 2 ** levelBits;

/**
 * The coefficients that move variables over any number of steps.
 *
 * `n` steps are gone in up to three parts, of its lowest, middle and upper ten bits; so what a variable
 * becomes depends on `n` alone, and not on who asks for it.
 */
export interface MotionTable {
  readonly address: number;
  /** One entry for each product or sum of the motion. */
  readonly entries: readonly MotionEntry[];
}

/** One coefficient: `to` gets it times `from`, or it itself where there is no `from`. */
export interface MotionEntry {
  readonly system: number;
  readonly to: number;
  readonly from: number | undefined;
  /** Level after level. */
  readonly values: Float64Array;
}

/** Compute the coefficients of a motion, and find them a place. */
export function layMotion(
  { systems }: Motion,
  { arena, dt, bytes }: { readonly arena: Arena; readonly dt: number; readonly bytes: number },
): MotionTable {
  const entries = systems.flatMap(({ numeric }, system) => entriesOf(numeric, system, dt));
  const address = arena.allocate(entries.length * levels * levelSize * bytes);
  return { address, entries };
}

function entriesOf(numeric: NumericSystem, system: number, dt: number): readonly MotionEntry[] {
  const { states } = numeric;
  const width = states + 1;
  const values = Array.from({ length: states * width }, () => new Float64Array(levels * levelSize));
  for (let level = 0; level < levels; level++) {
    for (let n = 0; n < levelSize; n++) {
      const { p, q } = solve(numeric, n * levelSize ** level * dt);
      for (let i = 0; i < states; i++) {
        for (let j = 0; j < width; j++) {
          const value = j < states ? p[i * states + j] : q[i];
          (values[i * width + j] as Float64Array)[level * levelSize + n] = value ?? 0;
        }
      }
    }
  }
  return values.flatMap((own, k): MotionEntry[] => {
    if (own.every((value) => value === 0)) return [];
    const [to, column] = [Math.floor(k / width), k % width];
    return [{ system, to, from: column < states ? column : undefined, values: own }];
  });
}

function solve(
  numeric: NumericSystem,
  time: number,
): { p: ArrayLike<number>; q: ArrayLike<number> } {
  if (numeric.states !== 1) return propagator(numeric, time);
  const { exp, exprel } = hostFunctions as Record<"exp" | "exprel", (x: number) => number>;
  const slope = (numeric.a[0] ?? 0) * time;
  return { p: [exp(slope)], q: [(numeric.b[0] ?? 0) * time * exprel(slope)] };
}

/** Write the coefficients into memory. */
export function fillMotion(
  { address, entries }: MotionTable,
  buffer: ArrayBufferLike,
  precision: "f64" | "f32",
): void {
  entries.forEach(({ values }, k) => {
    for (let level = 0; level < levels; level++) {
      const from = coefficientOffset(entries.length, { level, entry: k }, precision) + address;
      const part = values.subarray(level * levelSize, (level + 1) * levelSize);
      if (precision === "f64") new Float64Array(buffer, from, levelSize).set(part);
      else new Float32Array(buffer, from, levelSize).set(part);
    }
  });
}

/** Bytes from the start of a table to the coefficients of one level of an entry. */
export function coefficientOffset(
  entries: number,
  { level, entry }: { readonly level: number; readonly entry: number },
  precision: "f64" | "f32",
): number {
  return (level * entries + entry) * levelSize * (precision === "f64" ? 8 : 4);
}
