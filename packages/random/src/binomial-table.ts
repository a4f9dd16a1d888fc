import { exp, log1p } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

const TWO_32 = 4294967296;
// P(X = 0) has to stay a normal double; n p is below this bound too.
const MAX_EXPONENT = 500;
const MOST = 2 ** 36;
// If failures are the rarer outcome, the table has an entry per trial.
const MOST_MIRRORED = 2 ** 16;

/**
 * List the binomial distribution function, P(X <= j) for j = 0 to n.
 *
 * n is an integer from 0 to 2^36, and to 2^16 where p > 0.5; -n log(1 - p), with the smaller of p and 1 - p, is at most 500. The
 * list may end early where the values no longer rise.
 */
export function binomialCdf(n: number, p: number): Float64Array {
  const isMirrored = p > 0.5;
  const rate = isMirrored ? 1 - p : p;
  const exponent = n * log1p(-rate);
  const most = isMirrored ? MOST_MIRRORED : MOST;
  if (!(Number.isInteger(n) && n >= 0 && n <= most && rate >= 0 && exponent >= -MAX_EXPONENT)) {
    throw DISTRIBUTION({
      distribution: "tabulated binomial",
      expected: `0 <= p <= 1, 0 <= n <= ${most}, -n log(1 - p) <= 500 for the smaller of p and 1 - p`,
      got: `n = ${n}, p = ${p}`,
    });
  }
  const shares = sharesOf(n, rate, exponent);
  return isMirrored ? mirrored(shares, n) : summed(shares);
}

/** Compute P(X = j) for j = 0, 1, ..., until a term no longer changes the sum. */
function sharesOf(n: number, p: number, exponent: number): readonly number[] {
  const odds = p / (1 - p);
  let share = exp(exponent);
  const list = [share];
  let sum = share;
  for (let k = 1; k <= n; k++) {
    share *= ((n - k + 1) / k) * odds;
    if (k > n * p && sum + share === sum) break;
    list.push(share);
    sum += share;
  }
  return list;
}

function summed(shares: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(shares, (share) => {
    sum += share;
    return Math.min(sum, 1);
  });
}

/** P(n - X <= j) is the probability of X being at least n - j: summed from the other end. */
function mirrored(shares: readonly number[], n: number): Float64Array {
  const cdf = new Float64Array(n + 1);
  let sum = 0;
  for (let k = shares.length - 1; k >= 0; k--) {
    sum += shares[k] as number;
    cdf[n - k] = Math.min(sum, 1);
  }
  return cdf;
}

/**
 * Compute thresholds that turn a random word into a binomial count.
 *
 * The count is the number of successes in n trials of probability p: the number of thresholds not above the word w, as with
 * `poissonThresholds`. Each probability is accurate to 2^-32.
 */
export function binomialThresholds(n: number, p: number): Uint32Array {
  const scaled = Array.from(binomialCdf(n, p), (share) => Math.floor(share * TWO_32 + 0.5));
  // The largest count has no threshold: P(X <= n) is 1, whatever the sum rounds to.
  const below = scaled.slice(0, n).filter((threshold) => threshold < TWO_32);
  return Uint32Array.from(below);
}
