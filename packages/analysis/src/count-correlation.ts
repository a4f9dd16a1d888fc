import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { countInBins, edgesOf } from "./bins.ts";
import { ANALYSIS_BINS, ANALYSIS_OPTION } from "./errors.ts";
import { sortByNeuron } from "./neuron-times.ts";
import type { SpikeSeries } from "./spike-series.ts";
import { type BinOptions, binNames, type WindowOptions } from "./window.ts";

/** Mean correlation of spike counts over all pairs of the sampled neurons. */
export interface CountCorrelation {
  /** NaN with fewer than two neurons whose count varies. */
  readonly mean: number;
  readonly neurons: number;
  readonly pairs: number;
}

/** Options for correlations: time window, bin and number of neurons. */
export interface CorrelationOptions extends WindowOptions {
  /** In ms; default 2. */
  readonly bin?: number | undefined;
  /** Neurons sampled, evenly spaced among those that spike; default 100. */
  readonly neurons?: number | undefined;
}

const names: OptionNames<CorrelationOptions> = {
  ...binNames,
  neurons: "a count from 2",
};

/**
 * Compute the mean Pearson correlation of spike counts over pairs of neurons.
 *
 * Only whole bins count. A neuron whose count never changes has no correlation and is left out.
 */
export function spikeCountCorrelation(
  series: SpikeSeries,
  options: CorrelationOptions,
): CountCorrelation {
  checkOptionNames(options, names, "spikeCountCorrelation", ["window"]);
  let [neurons, sum] = [0, new Float64Array(0)];
  for (const scores of scoresOf(series, options)) {
    if (neurons++ === 0) sum = new Float64Array(scores.length);
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (scores[k] as number);
  }
  const pairs = (neurons * (neurons - 1)) / 2;
  // The standardised counts have norm 1, so |sum|^2 = neurons + twice the sum of all pairs' correlations.
  const squared = product(sum, sum);
  return { mean: pairs === 0 ? Number.NaN : (squared - neurons) / (2 * pairs), neurons, pairs };
}

/**
 * Compute the Pearson correlation of spike counts of each pair of neurons.
 *
 * Uses the same neurons and bins as `spikeCountCorrelation`, which returns the mean; ordered by the first neuron, then by the
 * second.
 */
export function pairCorrelations(series: SpikeSeries, options: CorrelationOptions): Float64Array {
  checkOptionNames(options, names, "pairCorrelations", ["window"]);
  const scores = [...scoresOf(series, options)];
  const found = new Float64Array((scores.length * (scores.length - 1)) / 2);
  let next = 0;
  for (const [i, one] of scores.entries()) {
    for (let j = i + 1; j < scores.length; j++) found[next++] = product(one, scores[j] ?? one);
  }
  return found;
}

/** Spike counts of each sampled neuron with a varying count, mean-subtracted and scaled to norm 1. */
function* scoresOf(series: SpikeSeries, options: CorrelationOptions): Iterable<Float64Array> {
  const { window, bin = 2, neurons: most = 100 } = options;
  if (!Number.isInteger(most) || most < 2) {
    throw ANALYSIS_OPTION({ place: "neurons", expected: "a count from 2", got: String(most) });
  }
  const { offsets, times } = sortByNeuron(series, window);
  const edges = wholeBins({ window, bin });
  for (const i of sampleSpiking(offsets, most)) {
    const scores = unitScores(
      countInBins(times.subarray(offsets[i], offsets[i + 1]), { edges, bin }),
    );
    if (scores !== undefined) yield scores;
  }
}

function wholeBins({ window, bin }: BinOptions): Float64Array {
  const edges = edgesOf({ window, bin });
  const whole = Math.floor((window.until - window.from) / bin + 1e-6);
  if (whole >= 2) return edges.subarray(0, whole + 1);
  const got = `${whole} bins of ${bin} ms`;
  throw ANALYSIS_BINS({ place: "window", expected: "at least 2 whole bins", got });
}

function sampleSpiking(offsets: Uint32Array, most: number): number[] {
  const spiking: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    if ((offsets[i + 1] as number) > (offsets[i] as number)) spiking.push(i);
  }
  if (spiking.length <= most) return spiking;
  return Array.from({ length: most }, (_, k) => {
    return spiking[Math.floor(((k + 0.5) * spiking.length) / most)] as number;
  });
}

function unitScores(counts: Uint32Array): Float64Array | undefined {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const scores = Float64Array.from(counts, (count) => count - mean);
  const length = Math.sqrt(product(scores, scores));
  return length > 0 && !counts.every((count) => count === counts[0])
    ? scores.map((score) => score / length)
    : undefined;
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < one.length; k++) sum += (one[k] as number) * (other[k] as number);
  return sum;
}
