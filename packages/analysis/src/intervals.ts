import { checkOptionNames } from "@spikeloom/kernel";
import { ANALYSIS_OPTION } from "./errors.ts";
import { timesByNeuron } from "./neuron-times.ts";
import type { SpikeSeries } from "./spike-series.ts";
import type { Window } from "./window.ts";

/** Mean of a measure over those neurons that have one. */
export interface MeanOverNeurons {
  /** NaN when no neuron has one. */
  readonly mean: number;
  /** How many neurons the mean is over. */
  readonly neurons: number;
}

/**
 * List the inter-spike intervals of each neuron in ms.
 *
 * A neuron with n spikes has n - 1.
 */
export function interSpikeIntervals(series: SpikeSeries, window?: Window): Float64Array[] {
  const { offsets, times } = timesByNeuron(series, window);
  // One array for all: many small ones take longer to make than to fill.
  const all = new Float64Array(times.length);
  return Array.from({ length: series.size }, (_, i) => {
    const start = offsets[i] as number;
    const end = offsets[i + 1] as number;
    for (let k = start + 1; k < end; k++) {
      all[k - 1] = (times[k] as number) - (times[k - 1] as number);
    }
    return all.subarray(start, Math.max(start, end - 1));
  });
}

/**
 * Compute the coefficient of variation: standard deviation over mean.
 *
 * The deviation divides by the number of values, not by one less. NaN without values or with mean 0.
 */
export function coefficientOfVariation(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  const mean = sum / values.length;
  let squares = 0;
  for (let k = 0; k < values.length; k++) squares += ((values[k] as number) - mean) ** 2;
  return mean === 0 ? Number.NaN : Math.sqrt(squares / values.length) / mean;
}

/**
 * Average the CV of the intervals over neurons.
 *
 * Neurons with fewer than `leastSpikes` spikes (default 3) are left out.
 *
 * Few intervals bias it down: independent 10 Hz spikes give 0.85 in 1 s and 0.97 in 5 s, not 1.
 */
export function meanIntervalVariation(
  series: SpikeSeries,
  options: { readonly window?: Window | undefined; readonly leastSpikes?: number | undefined } = {},
): MeanOverNeurons {
  checkOptionNames(options, { window: true, leastSpikes: true }, "meanIntervalVariation");
  return averageVariation(
    interSpikeIntervals(series, options.window),
    leastOf(options.leastSpikes ?? 3),
  );
}

/** Average the CV over lists of intervals of at least `leastSpikes` spikes. */
export function averageVariation(
  lists: readonly Float64Array[],
  leastSpikes: number,
): MeanOverNeurons {
  let sum = 0;
  let neurons = 0;
  for (const intervals of lists) {
    const variation = coefficientOfVariation(intervals);
    if (intervals.length + 1 < leastSpikes || Number.isNaN(variation)) continue;
    sum += variation;
    neurons++;
  }
  return { mean: neurons === 0 ? Number.NaN : sum / neurons, neurons };
}

function leastOf(spikes: number): number {
  if (Number.isInteger(spikes) && spikes >= 2) return spikes;
  throw ANALYSIS_OPTION({ place: "leastSpikes", expected: "a count from 2", got: String(spikes) });
}
