import type { DrawnSynapses } from "@spikeloom/program";
import { computed } from "./constants.ts";

/** A projection as far as the scale of weights depends on it. */
export interface ScaledProjection {
  readonly drawn: DrawnSynapses;
  /** Magnitude of a synapse's weight in nA. */
  magnitude(weight: number): number;
}

/** Grid and size of the target. */
export interface ScaleContext {
  /** Ticks per second. */
  readonly ticks: number;
  /** Number of target neurons. */
  readonly size: number;
}

/** Rate that sPyNNaker assumes of every source, in Hz, and standard deviations above the mean. */
const [usualRate, sigma] = [30, 5];
/** Standard deviations up to which a Poisson distribution is summed. */
const summed = 3;
/** Largest logarithm of a ratio for which sPyNNaker takes the variance of weights into account. */
const mostRatio = 701;

/** Statistics of values that are added in groups. */
interface Pool {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations. */
  readonly squares: number;
}

const empty: Pool = { count: 0, mean: 0, squares: 0 };

/** Add a group of values with a mean and a variance. */
function added(pool: Pool, mean: number, variance: number, size: number): Pool {
  if (size === 0) return pool;
  const count = pool.count + size;
  const delta = mean - pool.mean;
  return {
    count,
    mean: (pool.count * pool.mean + size * mean) / count,
    squares: pool.squares + variance * (size - 1) + (delta * delta * pool.count * size) / count,
  };
}

/**
 * Estimate the largest sum of weights that a ring buffer of a synapse type holds, in nA, as sPyNNaker 7.4.1 does.
 *
 * If no projection has different delays, all weights at once. Otherwise the mean of a tick plus five standard deviations, at most all
 * weights at once and at least the largest weight. Every source is taken to spike at 30 Hz.
 */
export function largestSum(
  projections: readonly ScaledProjection[],
  { ticks, size }: ScaleContext,
): number {
  let weights = empty;
  let [total, biggest, hasDelays] = [0, 0, false];
  for (const { drawn, magnitude } of projections) {
    const { rows, shortestDelay, longestDelay } = drawn;
    if (rows === undefined) continue;
    const fanIn = new Uint32Array(size);
    let [largest, mean, squares] = [0, 0, 0];
    for (const [k, target] of rows.targets.entries()) {
      fanIn[target] = (fanIn[target] as number) + 1;
      const value = magnitude(rows.weights[k] as number);
      largest = Math.max(largest, value);
      const delta = value - mean;
      mean += delta / (k + 1);
      squares += delta * (value - mean);
    }
    const variance = rows.targets.length === 0 ? 0 : squares / rows.targets.length;
    const synapses = fanIn.reduce((a, b) => Math.max(a, b), 0);
    weights = added(weights, mean, variance, synapses);
    biggest = Math.max(biggest, largest);
    total += Math.max(1, usualRate / ticks) * largest * synapses;
    hasDelays ||= synapses > 1 && shortestDelay < longestDelay;
  }
  if (!hasDelays) return Math.max(total, biggest);
  const { mean, count, squares } = weights;
  const variance = count <= 1 ? 0 : squares / (count - 1);
  const spikes = (count * usualRate) / ticks;
  const spread = spikes * mean * mean + weightVariance(spikes, variance);
  return Math.max(Math.min(spikes * mean + sigma * Math.sqrt(spread), total), biggest);
}

/** Variance of a tick's sum that stems from the variance of weights; Poisson counts are summed up to three deviations. */
function weightVariance(spikes: number, variance: number): number {
  if (variance === 0 || spikes === 0) return 0;
  const most = Math.round(spikes + summed * Math.sqrt(spikes));
  // The logarithm of spikes^most / most!, which is 0 for most = 0 as well.
  let ratio = 0;
  for (let k = 1; k <= most; k++) ratio += computed("log", spikes / k);
  if (ratio === 0 || Math.abs(ratio) >= mostRatio) return 0;
  // In two halves, as exp(-spikes) may be too small for a double.
  const half = computed("exp", -spikes / 2);
  let [term, sum] = [half, 0];
  for (let k = 0; k < most; k++) {
    sum += term;
    term *= spikes / (k + 1);
  }
  return spikes * variance * sum * half;
}

/** Bits by which the sums of a synapse type are shifted, so that the largest one fits. */
export function shiftFor(largest: number): number {
  let shift = 0;
  while (2 ** shift <= largest) shift += 1;
  return shift;
}
