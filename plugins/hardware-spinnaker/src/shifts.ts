import type { DrawnSynapses } from "@spikeloom/program";
import { computed } from "./constants.ts";

/** A projection as far as the scale of weights depends on it. */
export interface ScaledProjection {
  readonly drawn: DrawnSynapses;
  /** Magnitude of a synapse's weight in nA. */
  magnitude(weight: number): number;
  /** Spikes that a source sends per second, as far as they are known. */
  readonly rate: number | undefined;
}

/** Grid and size of the target. */
export interface ScaleContext {
  /** Ticks per second. */
  readonly ticks: number;
  /** Number of target neurons. */
  readonly size: number;
}

/** Rate that sPyNNaker assumes of neurons, in Hz, and standard deviations above the mean. */
const [usualRate, sigma] = [30, 5];
/** Standard deviations up to which a Poisson distribution is summed. */
const summed = 3;
/** Mean up to which the terms of a Poisson distribution are numbers above 0; beyond it, the normal one is close. */
const mostSummed = 700;

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
 * Estimate the largest sum of weights that a ring buffer of a synapse type holds, in nA, as sPyNNaker 7 does.
 *
 * The mean of a tick plus five standard deviations, at most all weights at once and at least the largest weight. Neurons are taken to
 * spike at 30 Hz; Poisson sources at their rate.
 */
export function largestSum(
  projections: readonly ScaledProjection[],
  { ticks, size }: ScaleContext,
): number {
  let [weights, rates] = [empty, empty];
  let [total, biggest] = [0, 0];
  for (const { drawn, magnitude, rate } of projections) {
    const { rows } = drawn;
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
    rates = added(rates, rate ?? usualRate, 0, synapses);
    biggest = Math.max(biggest, largest);
    total += spikesPerTick(rate, ticks) * largest * synapses;
  }
  const { mean, count, squares } = weights;
  const variance = count <= 1 ? 0 : squares / (count - 1);
  const spikes = (count * rates.mean) / ticks;
  const spread = spikes * mean * mean + weightVariance(spikes, variance);
  return Math.max(Math.min(spikes * mean + sigma * Math.sqrt(spread), total), biggest);
}

/** Most spikes of a source in a tick: one, but more of Poisson sources with high rates. */
function spikesPerTick(rate: number | undefined, ticks: number): number {
  if (rate === undefined) return Math.max(1, usualRate / ticks);
  const mean = rate / ticks;
  if (mean < 0.01) return 1;
  if (mean > mostSummed) return Math.ceil(mean + 3.1 * Math.sqrt(mean)) + 1;
  // The quantile of 99.9 %.
  let [term, sum, spikes] = [computed("exp", -mean), computed("exp", -mean), 0];
  while (sum < 0.999) {
    spikes += 1;
    term *= mean / spikes;
    sum += term;
  }
  return spikes + 1;
}

/** Variance of a tick's sum that stems from the variance of weights; Poisson counts are summed up to three deviations. */
function weightVariance(spikes: number, variance: number): number {
  if (variance === 0 || spikes === 0) return 0;
  if (spikes > mostSummed) return spikes * variance;
  const most = Math.round(spikes + summed * Math.sqrt(spikes));
  let [term, sum] = [computed("exp", -spikes), 0];
  for (let k = 0; k < most; k++) {
    sum += term;
    term *= spikes / (k + 1);
  }
  return spikes * variance * sum;
}

/** Bits by which the sums of a synapse type are shifted, so that the largest one fits. */
export function shiftFor(largest: number): number {
  let shift = 0;
  while (2 ** shift <= largest) shift += 1;
  return shift;
}
