import { checkOptionNames } from "@spikeloom/kernel";
import { countInBins, edgesOf } from "./bins.ts";
import { sortByNeuron } from "./neuron-times.ts";
import { checkRecorded, checkSpikes, type SpikeSeries } from "./spike-series.ts";
import {
  type BinOptions,
  binNames,
  checkWindow,
  type WindowOptions,
  windowNames,
} from "./window.ts";

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
export function firingRate(series: SpikeSeries, options: WindowOptions): number {
  checkOptionNames(options, windowNames, "firingRate", ["window"]);
  const { window } = options;
  checkSpikes(series);
  checkWindow(window);
  checkRecorded(series, window);
  let count = 0;
  for (const time of series.times) if (time >= window.from && time <= window.until) count++;
  if (series.size === 0) return Number.NaN;
  return (count * 1000) / ((window.until - window.from) * series.size);
}

/** Compute the rate of each neuron in spikes/s. */
export function neuronRates(series: SpikeSeries, options: WindowOptions): Float64Array {
  checkOptionNames(options, windowNames, "neuronRates", ["window"]);
  const { window } = options;
  checkWindow(window);
  const { offsets } = sortByNeuron(series, window);
  const seconds = (window.until - window.from) / 1000;
  return Float64Array.from({ length: series.size }, (_, i) => {
    return ((offsets[i + 1] ?? 0) - (offsets[i] ?? 0)) / seconds;
  });
}

/** Compute the rate of a population in bins. */
export function rateHistogram(series: SpikeSeries, options: BinOptions): RateHistogram {
  checkOptionNames(options, binNames, "rateHistogram", ["window", "bin"]);
  checkSpikes(series);
  const { window, bin } = options;
  const edges = edgesOf(options);
  checkRecorded(series, window);
  const counts = countInBins(series.times, { edges, bin });
  const rates = new Float64Array(counts.length);
  for (let k = 0; k < counts.length && series.size > 0; k++) {
    const width = (edges[k + 1] as number) - (edges[k] as number);
    rates[k] = ((counts[k] as number) * 1000) / (width * series.size);
  }
  return { edges, counts, rates };
}
