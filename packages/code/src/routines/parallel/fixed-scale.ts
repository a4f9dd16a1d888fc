import { FIXED_SCALE } from "../../errors.ts";

/** The sums of a receptor. */
export interface ReceptorSums {
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

/** Most different units of a weight that is drawn again at each spike. */
export const mostUnits = 65_536;

/** Magnitudes that can arrive at each sum in one step. */
export interface SumBounds {
  /** Sum of magnitudes for each sum, counting repeated spikes. */
  readonly total: Float64Array;
  /** Number of contributions, each of which is rounded. */
  readonly count: Float64Array;
  /** Largest magnitude of a single contribution. */
  readonly largest: Float64Array;
  /** Widest range of weights that are drawn again at each spike. */
  readonly range: Float64Array;
}

/** Start the bounds of a number of sums. */
export function startBounds(width: number): SumBounds {
  return {
    total: new Float64Array(width),
    count: new Float64Array(width),
    largest: new Float64Array(width),
    range: new Float64Array(width),
  };
}

/** Add the bounds of sums to others. */
export function addBounds(to: SumBounds, { total, count, largest, range }: SumBounds): void {
  for (let k = 0; k < total.length; k++) {
    to.total[k] = (to.total[k] as number) + (total[k] as number);
    to.count[k] = (to.count[k] as number) + (count[k] as number);
    to.largest[k] = Math.max(to.largest[k] as number, largest[k] as number);
    to.range[k] = Math.max(to.range[k] as number, range[k] as number);
  }
}

/** Count a weight that can arrive at a sum several times in a step. */
export function addBound(
  { total, count, largest }: SumBounds,
  sum: number,
  { weight, times }: { readonly weight: number; readonly times: number },
): void {
  const size = Math.abs(weight);
  total[sum] = (total[sum] as number) + size * times;
  count[sum] = (count[sum] as number) + times;
  if (size > (largest[sum] as number)) largest[sum] = size;
}

/** Count weights of a range, drawn again at each spike, that can arrive at a sum. */
export function addDrawnBound(
  bounds: SumBounds,
  sum: number,
  { extent: [least, greatest], times }: DrawnBound,
): void {
  const weight = Math.max(Math.abs(least), Math.abs(greatest));
  addBound(bounds, sum, { weight, times });
  bounds.range[sum] = Math.max(bounds.range[sum] as number, greatest - least);
}

interface DrawnBound {
  /** Least and greatest weight that can be drawn. */
  readonly extent: readonly [number, number];
  /** Number of weights that can arrive in one step. */
  readonly times: number;
}

/**
 * Choose the scale of a receptor's sums, in units of 2^-scale.
 *
 * It is the finest one with which no sum can overflow. Weights that are drawn again at each spike have at most `mostUnits` different units. A finer given scale is refused.
 */
export function chooseScale(
  { place, first, size }: ReceptorSums,
  bounds: SumBounds,
  given: number | undefined,
): number {
  let finest = mostScale;
  let [largest, range] = [0, 0];
  for (let k = first; k < first + size; k++) {
    const total = bounds.total[k] as number;
    largest = Math.max(largest, bounds.largest[k] as number);
    range = Math.max(range, bounds.range[k] as number);
    if (total === 0) continue;
    // Rounding moves each contribution by at most half a unit.
    const room = mostSum - (bounds.count[k] as number) / 2;
    finest = Math.min(finest, exponentOf(Math.max(room, 1) / total));
  }
  const ofDraws = range > 0 ? exponentOf((mostUnits - 2) / range) : finest;
  const most = Math.min(finest, ofDraws);
  const chosen = given ?? most;
  if (chosen > most) {
    const isOverflow = chosen > finest;
    throw FIXED_SCALE({
      place,
      message: isOverflow
        ? `Sums in units of 2^-${chosen} could overflow.`
        : `Weights that are drawn again at each spike would have more than ${mostUnits} values in units of 2^-${chosen}.`,
      expected: `a scale of at most ${most}`,
      got: `a scale of ${chosen}`,
      next: `Use the scale ${most}, or omit it.`,
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
