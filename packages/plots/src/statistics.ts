import { checkOptionNames } from "@spikeloom/kernel";
import { PLOT_BINS, PLOT_OPTION } from "./errors.ts";
import { checkRange } from "./range.ts";
import { checkSpikes, type SpikeSeries } from "./series.ts";

/** A stretch of time in ms, both ends included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** Spikes of each neuron: `times[offsets[i]]` up to `times[offsets[i + 1]]`. */
export interface NeuronTimes {
  readonly offsets: Uint32Array;
  /** In ms, ascending within a neuron. */
  readonly times: Float64Array;
}

/** Mean of a measure over those neurons that have one. */
export interface MeanOverNeurons {
  /** NaN when no neuron has one. */
  readonly mean: number;
  /** How many neurons the mean is over. */
  readonly neurons: number;
}

/** Population rate in bins. */
export interface RateHistogram {
  /** In ms, one more than bins; the last bin is shorter where the window is no multiple of bins. */
  readonly edges: Float64Array;
  readonly counts: Uint32Array;
  /** In spikes/s per neuron; 0 for an empty population. */
  readonly rates: Float64Array;
}

const MOST_BINS = 1e7;

/** Sort spikes by neuron, then by time, keeping those inside the window. */
export function timesByNeuron(series: SpikeSeries, window?: Window): NeuronTimes {
  checkSpikes(series);
  const { size, neurons, times } = series;
  const { from, until } = window ?? { from: -Infinity, until: Infinity };
  const offsets = new Uint32Array(size + 1);
  const inside = (time: number): boolean => time >= from && time <= until;
  for (let k = 0; k < times.length; k++) {
    if (inside(times[k] as number)) bump(offsets, (neurons[k] as number) + 1);
  }
  for (let i = 0; i < size; i++)
    offsets[i + 1] = (offsets[i + 1] as number) + (offsets[i] as number);
  const next = offsets.slice(0, size);
  const sorted = new Float64Array(offsets[size] as number);
  for (let k = 0; k < times.length; k++) {
    const time = times[k] as number;
    if (inside(time)) sorted[bump(next, neurons[k] as number)] = time;
  }
  // Spikes of a run come in the order of time, which the loop above keeps.
  if (!isAscending(times)) {
    for (let i = 0; i < size; i++) sorted.subarray(offsets[i], offsets[i + 1]).sort();
  }
  return { offsets, times: sorted };
}

function isAscending(times: Float64Array): boolean {
  for (let k = 1; k < times.length; k++) {
    if ((times[k] as number) < (times[k - 1] as number)) return false;
  }
  return true;
}

/**
 * Compute the mean rate of a population in spikes/s per neuron.
 *
 * It is NaN without neurons.
 */
export function firingRate(series: SpikeSeries, window: Window): number {
  checkSpikes(series);
  checkRange(window, "the window");
  let count = 0;
  for (const time of series.times) if (time >= window.from && time <= window.until) count++;
  if (series.size === 0) return Number.NaN;
  return (count * 1000) / ((window.until - window.from) * series.size);
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
    const [start = 0, end = 0] = [offsets[i], offsets[i + 1]];
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
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
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

/** Average the CV over lists of intervals that come from at least `leastSpikes` spikes. */
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
  throw PLOT_OPTION({ place: "leastSpikes", expected: "a count from 2", got: String(spikes) });
}

/** Count a population's spikes in bins of `bin` ms and turn them into rates. */
export function rateHistogram(series: SpikeSeries, window: Window, bin: number): RateHistogram {
  checkSpikes(series);
  const edges = binEdges(window, bin);
  const counts = countInBins(series.times, edges, bin);
  const rates = new Float64Array(counts.length);
  for (let k = 0; k < counts.length && series.size > 0; k++) {
    const width = (edges[k + 1] as number) - (edges[k] as number);
    rates[k] = ((counts[k] as number) * 1000) / (width * series.size);
  }
  return { edges, counts, rates };
}

/** Divide a window into bins of `bin` ms from its start; the last may be shorter. */
export function binEdges(window: Window, bin: number): Float64Array {
  checkRange(window, "the window");
  const span = window.until - window.from;
  // The slack keeps 1000 ms / 0.1 ms at 10000 bins when rounding says a hair more.
  const bins = Math.max(1, Math.ceil(span / bin - 1e-6));
  if (!(bin > 0 && bin < Infinity) || !(bins <= MOST_BINS)) {
    const expected = `at most ${MOST_BINS} bins of a finite width above 0 ms`;
    throw PLOT_BINS({ place: "bin", expected, got: `${bin} ms over ${span} ms` });
  }
  const edges = new Float64Array(bins + 1);
  for (let k = 0; k < bins; k++) edges[k] = window.from + k * bin;
  edges[bins] = window.until;
  return edges;
}

/** Count values in bins [edge, next edge); the last bin includes its end. */
export function countInBins(values: Float64Array, edges: Float64Array, bin: number): Uint32Array {
  const counts = new Uint32Array(edges.length - 1);
  const from = edges[0] as number;
  const until = edges[edges.length - 1] as number;
  for (const value of values) {
    if (!(value >= from && value <= until)) continue;
    // A time such as 3 * 0.1 lies a few ulps off its grid point; it belongs to the bin it means.
    const k = Math.floor((value - from) / bin + 1e-9);
    bump(counts, Math.min(k, counts.length - 1));
  }
  return counts;
}

function bump(counts: Uint32Array, index: number): number {
  const count = counts[index] as number;
  counts[index] = count + 1;
  return count;
}
