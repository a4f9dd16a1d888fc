/**
 * Compute the local variation LV (doi:10.1162/089976603322518759).
 *
 * 1 for a Poisson process, 0 for a regular one, and largely insensitive to slow rate changes. NaN with fewer than two intervals.
 */
export function localVariation(intervals: Float64Array): number {
  return 3 * meanOfPairs(intervals, (one, next) => ((one - next) / (one + next)) ** 2);
}

/**
 * Compute the CV2 of intervals (doi:10.1152/jn.1996.75.5.1806).
 *
 * The relative difference of adjacent intervals: 1 for a Poisson process, 0 for a regular one. NaN with fewer than two intervals.
 */
export function cv2(intervals: Float64Array): number {
  return 2 * meanOfPairs(intervals, (one, next) => Math.abs(one - next) / (one + next));
}

function meanOfPairs(values: Float64Array, of: (one: number, next: number) => number): number {
  let sum = 0;
  for (let k = 1; k < values.length; k++) sum += of(values[k - 1] as number, values[k] as number);
  return values.length < 2 ? Number.NaN : sum / (values.length - 1);
}
