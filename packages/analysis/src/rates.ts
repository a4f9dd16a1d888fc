import { binEdges, countInBins } from "./bins.ts";
import { timesByNeuron } from "./neuron-times.ts";
import { checkRecorded, checkSpikes, type SpikeSeries } from "./spike-series.ts";
import { checkWindow, type Window } from "./window.ts";

/** Population rate in bins. */
export interface RateHistogram {
  /** In ms, one more than bins; the last bin is shorter if the window is not a multiple of the bin. */
  readonly edges: Float64Array;
  readonly counts: Uint32Array;
  /** In spikes/s per neuron; 0 for an empty population. */
  readonly rates: Float64Array;
}

/**
 * Compute the mean rate of a population in spikes/s per neuron.
 *
 * It is NaN without neurons.
 */
export function firingRate(series: SpikeSeries, window: Window): number {
  checkSpikes(series);
  checkWindow(window);
  checkRecorded(series, window);
  let count = 0;
  for (const time of series.times) if (time >= window.from && time <= window.until) count++;
  if (series.size === 0) return Number.NaN;
  return (count * 1000) / ((window.until - window.from) * series.size);
}

/** Compute the rate of each neuron in spikes/s. */
export function neuronRates(series: SpikeSeries, window: Window): Float64Array {
  checkWindow(window);
  const { offsets } = timesByNeuron(series, window);
  const seconds = (window.until - window.from) / 1000;
  return Float64Array.from({ length: series.size }, (_, i) => {
    return ((offsets[i + 1] ?? 0) - (offsets[i] ?? 0)) / seconds;
  });
}

/** Compute a population's rate in bins of `bin` ms. */
export function rateHistogram(series: SpikeSeries, window: Window, bin: number): RateHistogram {
  checkSpikes(series);
  const edges = binEdges(window, bin);
  checkRecorded(series, window);
  const counts = countInBins(series.times, edges, bin);
  const rates = new Float64Array(counts.length);
  for (let k = 0; k < counts.length && series.size > 0; k++) {
    const width = (edges[k + 1] as number) - (edges[k] as number);
    rates[k] = ((counts[k] as number) * 1000) / (width * series.size);
  }
  return { edges, counts, rates };
}
