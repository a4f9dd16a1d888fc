import { FIXED_SCALE } from "./errors.ts";

/** Bounds of the sums of a receptor. */
export interface SumBounds {
  readonly place: string;
  /** Index of its first sum. */
  readonly first: number;
  readonly size: number;
}

/** Largest integer of a sum. */
const mostSum = 2 ** 31 - 1;
/** Units of the largest weight below which too many of its digits are lost. */
const leastUnits = 256;
/** Powers of two that a float multiplies without leaving its range. */
const mostScale = 100;

/** Collects the magnitudes that can arrive at each sum in one step. */
export interface Bounds {
  /** Sum of magnitudes for each sum, counting repeated spikes. */
  readonly total: Float64Array;
  /** Number of contributions, each of which is rounded. */
  readonly count: Float64Array;
  /** Largest magnitude of a single contribution. */
  readonly largest: Float64Array;
}

/** Start the bounds of a number of sums. */
export function startBounds(width: number): Bounds {
  return {
    total: new Float64Array(width),
    count: new Float64Array(width),
    largest: new Float64Array(width),
  };
}

/** Add the bounds of sums to others. */
export function addBounds(to: Bounds, { total, count, largest }: Bounds): void {
  for (let k = 0; k < total.length; k++) {
    to.total[k] = (to.total[k] as number) + (total[k] as number);
    to.count[k] = (to.count[k] as number) + (count[k] as number);
    to.largest[k] = Math.max(to.largest[k] as number, largest[k] as number);
  }
}

/** Count a weight that can arrive at a sum several times in a step. */
export function addBound(
  { total, count, largest }: Bounds,
  sum: number,
  { weight, times }: { readonly weight: number; readonly times: number },
): void {
  const size = Math.abs(weight);
  total[sum] = (total[sum] as number) + size * times;
  count[sum] = (count[sum] as number) + times;
  if (size > (largest[sum] as number)) largest[sum] = size;
}

/**
 * Choose the scale of a receptor's sums, in units of 2^-scale: the finest one with which no sum can overflow.
 *
 * A given scale is refused if a sum could overflow with it.
 */
export function chooseScale(
  { place, first, size }: SumBounds,
  bounds: Bounds,
  given: number | undefined,
): number {
  let finest = mostScale;
  let largest = 0;
  for (let k = first; k < first + size; k++) {
    const total = bounds.total[k] as number;
    largest = Math.max(largest, bounds.largest[k] as number);
    if (total === 0) continue;
    // Rounding moves each contribution by at most half a unit.
    const room = mostSum - (bounds.count[k] as number) / 2;
    finest = Math.min(finest, exponentOf(Math.max(room, 1) / total));
  }
  const chosen = given ?? finest;
  if (chosen > finest) {
    throw FIXED_SCALE({
      place,
      message: `Sums in units of 2^-${chosen} could overflow.`,
      expected: `a scale of at most ${finest}`,
      got: `a scale of ${chosen}`,
      next: `Use the scale ${finest}, or omit it.`,
    });
  }
  if (largest > 0 && largest * 2 ** chosen < leastUnits) {
    throw FIXED_SCALE({
      place,
      message: "Weights would lose too many digits in sums that cannot overflow.",
      expected: `${leastUnits} units of the largest weight`,
      got: `${(largest * 2 ** chosen).toFixed(1)} units at the scale ${chosen}`,
      next: "Use a smaller in-degree or weights of similar size, or the backend `clock`.",
    });
  }
  return chosen;
}

const bits = new DataView(new ArrayBuffer(8));

/** Find the largest power of two that is at most a positive number, as an exponent. */
function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  return (bits.getInt32(0) >>> 20) - 1023;
}
