import { exp } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

const TWO_32 = 4294967296;
// exp(-lambda) has to stay a normal double, and longer tables are slower than other methods anyway.
const MAX_LAMBDA = 500;

/**
 * List the Poisson distribution function, P(X <= j) for j = 0, 1, ...
 *
 * The list ends before the first value that no longer rises; lambda is 0 to 500.
 */
export function poissonCdf(lambda: number): Float64Array {
  if (!(lambda >= 0 && lambda <= MAX_LAMBDA)) {
    throw DISTRIBUTION({
      distribution: "tabulated Poisson",
      expected: "0 <= lambda <= 500",
      got: String(lambda),
    });
  }
  const list: number[] = [];
  let share = exp(-lambda);
  let sum = share;
  for (let k = 1; ; k++) {
    list.push(Math.min(sum, 1));
    share *= lambda / k;
    if (k > lambda && sum + share === sum) return Float64Array.from(list);
    sum += share;
  }
}

/**
 * Compute thresholds that turn a random word into a Poisson count.
 *
 * The count of a word w is the number of thresholds that are not above w.
 *
 * Each probability is accurate to 2^-32 and counts with a tail below 2^-33 do not occur, so the mean is accurate to 2^-33 per
 * threshold. Below lambda = 1e-5 use gaps drawn by `geometric` instead.
 */
export function poissonThresholds(lambda: number): Uint32Array {
  const scaled = Array.from(poissonCdf(lambda), (share) => Math.floor(share * TWO_32 + 0.5));
  return Uint32Array.from(scaled.filter((threshold) => threshold < TWO_32));
}
