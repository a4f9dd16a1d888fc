import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { PLOT_BINS, PLOT_OPTION } from "./errors.ts";
import type { SpikeSeries } from "./series.ts";
import { binEdges, countInBins, timesByNeuron, type Window } from "./statistics.ts";

/** Mean correlation of spike counts over all pairs of the sampled neurons. */
export interface CountCorrelation {
  /** NaN with fewer than two neurons whose count varies. */
  readonly mean: number;
  readonly neurons: number;
  readonly pairs: number;
}

/** What a mean correlation is taken over: times, bin and number of neurons. */
export interface CorrelationOptions {
  readonly window: Window;
  /** In ms; 2 unless told. */
  readonly bin?: number | undefined;
  /** Neurons sampled, evenly spaced among those that spike; 100 unless told. */
  readonly neurons?: number | undefined;
}

const names: OptionNames<CorrelationOptions> = {
  window: true,
  bin: true,
  neurons: true,
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
  checkOptionNames(options, names, "spikeCountCorrelation");
  const { window, bin = 2, neurons: most = 100 } = options;
  if (!Number.isInteger(most) || most < 2) {
    throw PLOT_OPTION({ place: "neurons", expected: "a count from 2", got: String(most) });
  }
  const { offsets, times } = timesByNeuron(series, window);
  const edges = wholeBins(window, bin);
  const sum = new Float64Array(edges.length - 1);
  let neurons = 0;
  for (const i of sampleSpiking(offsets, most)) {
    const counts = countInBins(times.subarray(offsets[i], offsets[i + 1]), edges, bin);
    const scores = unitScores(counts);
    if (scores === undefined) continue;
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (scores[k] as number);
    neurons++;
  }
  const pairs = (neurons * (neurons - 1)) / 2;
  // Scores have length 1, so |sum|^2 = neurons + twice the sum of all pairs' correlations.
  const squared = sum.reduce((total, value) => total + value * value, 0);
  return { mean: pairs === 0 ? Number.NaN : (squared - neurons) / (2 * pairs), neurons, pairs };
}

function wholeBins(window: Window, bin: number): Float64Array {
  const edges = binEdges(window, bin);
  const whole = Math.floor((window.until - window.from) / bin + 1e-6);
  if (whole >= 2) return edges.subarray(0, whole + 1);
  const got = `${whole} bins of ${bin} ms`;
  throw PLOT_BINS({ place: "the window", expected: "at least 2 whole bins", got });
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
  const length = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0));
  return length > 0 && !counts.every((count) => count === counts[0])
    ? scores.map((score) => score / length)
    : undefined;
}
