import { type FloatType, type MotionOptions, tableLength } from "@spikeloom/code";
import type { Arena } from "../arena.ts";
import { type PlacedArray, viewOf } from "../placed.ts";

/** Assigns locations to the coefficients of motions; equal ones share theirs. */
export interface MotionArena extends MotionOptions {
  /** Write all coefficients into memory. */
  fill(buffer: ArrayBufferLike): void;
}

/** Start assigning locations to coefficients. */
export function motionArena(
  arena: Arena,
  { dt, precision }: { readonly dt: number; readonly precision: FloatType },
): MotionArena {
  const placed = new Map<string, { array: PlacedArray<FloatType>; values: Float64Array }>();
  return {
    dt,
    precision,
    place(values, key) {
      const request = { length: tableLength, kind: "fixed" } as const;
      const array = placed.get(key)?.array ?? arena.array("coefficient", precision, request);
      placed.set(key, { array, values });
      return array;
    },
    fill(buffer) {
      for (const { array, values } of placed.values()) viewOf(buffer, array).set(values);
    },
  };
}
