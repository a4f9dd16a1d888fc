import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_OPTION } from "./errors.ts";
import { sortByNeuron } from "./neuron-times.ts";
import type { SpikeSeries } from "./spike-series.ts";
import { type OptionalWindow, type Window, windowNames } from "./window.ts";

/** Which neurons count in a mean of variations. */
export interface VariationOptions {
  /** Fewest spikes of a neuron that counts; default 3. */
  readonly leastSpikes?: number | undefined;
}

const variationNames: OptionNames<VariationOptions> = { leastSpikes: "a count from 2" };

/** Mean of a measure over the neurons for which it is defined. */
export interface MeanOverNeurons {
  /** NaN if it is defined for no neuron. */
  readonly mean: number;
  /** Number of neurons in the mean. */
  readonly neurons: number;
}

/**
 * List the inter-spike intervals of each neuron in ms.
 *
 * A neuron with n spikes has n - 1.
 */
export function interSpikeIntervals(
  series: SpikeSeries,
  options: OptionalWindow = {},
): Float64Array[] {
  checkOptionNames(options, windowNames, "interSpikeIntervals");
  const { all, startOf, endOf } = intervalsByNeuron(series, options.window);
  return Array.from({ length: series.size }, (_, i) => all.subarray(startOf(i), endOf(i)));
}

/** Store the intervals of all neurons in one array, as a view per neuron would take a hundred bytes. */
function intervalsByNeuron(
  series: SpikeSeries,
  window: Window | undefined,
): {
  readonly all: Float64Array;
  startOf(neuron: number): number;
  endOf(neuron: number): number;
} {
  const { offsets, times: all } = sortByNeuron(series, window);
  const startOf = (i: number): number => offsets[i] as number;
  for (let i = 0; i < series.size; i++) {
    const last = startOf(i + 1) - 1;
    for (let k = startOf(i); k < last; k++) {
      all[k] = (all[k + 1] as number) - (all[k] as number);
    }
  }
  return { all, startOf, endOf: (i) => Math.max(startOf(i), startOf(i + 1) - 1) };
}

/**
 * Compute the coefficient of variation: standard deviation over mean.
 *
 * Uses the population standard deviation (divisor n). NaN without values or with mean 0.
 */
export function coefficientOfVariation(values: Float64Array): number {
  return variationWithin(values, 0, values.length);
}

/** Compute the coefficient of variation of part of an array. */
function variationWithin(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let k = start; k < end; k++) sum += values[k] as number;
  const mean = sum / (end - start);
  let squares = 0;
  for (let k = start; k < end; k++) squares += ((values[k] as number) - mean) ** 2;
  return mean === 0 ? Number.NaN : Math.sqrt(squares / (end - start)) / mean;
}

/**
 * Average the CV of the intervals over neurons.
 *
 * Neurons with fewer than `leastSpikes` spikes are excluded. Few intervals bias the CV downwards: Poisson spikes at 10 Hz give 0.85 in 1 s and 0.97 in 5 s instead of 1.
 */
export function meanIntervalVariation(
  series: SpikeSeries,
  options: OptionalWindow & VariationOptions = {},
): MeanOverNeurons {
  checkOptionNames(options, { ...windowNames, ...variationNames }, "meanIntervalVariation");
  const leastSpikes = leastOf(options.leastSpikes ?? 3);
  const { all, startOf, endOf } = intervalsByNeuron(series, options.window);
  const mean = meanOf(leastSpikes);
  for (let i = 0; i < series.size; i++) {
    const [start, end] = [startOf(i), endOf(i)];
    // One interval fewer than spikes.
    if (end > start) mean.add(end - start, variationWithin(all, start, end));
  }
  return mean.result();
}

/** Average the CV over lists of intervals, as `interSpikeIntervals` gives them. */
export function averageVariation(
  lists: readonly Float64Array[],
  options: VariationOptions = {},
): MeanOverNeurons {
  checkOptionNames(options, variationNames, "averageVariation");
  const mean = meanOf(leastOf(options.leastSpikes ?? 3));
  for (const intervals of lists) mean.add(intervals.length, coefficientOfVariation(intervals));
  return mean.result();
}

/** Collect the CV of neurons with at least `leastSpikes` spikes. */
function meanOf(leastSpikes: number): {
  add(intervals: number, variation: number): void;
  result(): MeanOverNeurons;
} {
  let sum = 0;
  let neurons = 0;
  return {
    add(intervals, variation) {
      if (intervals + 1 < leastSpikes || Number.isNaN(variation)) return;
      sum += variation;
      neurons++;
    },
    result: () => ({ mean: neurons === 0 ? Number.NaN : sum / neurons, neurons }),
  };
}

function leastOf(spikes: number): number {
  if (Number.isInteger(spikes) && spikes >= 2) return spikes;
  throw ANALYSIS_OPTION({ place: "leastSpikes", expected: "a count from 2", got: String(spikes) });
}
