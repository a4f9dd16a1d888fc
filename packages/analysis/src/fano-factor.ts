import { checkOptionNames } from "@spikeloom/kernel";
import { countInBins, edgesOf } from "./bins.ts";
import type { SpikeSeries } from "./spike-series.ts";
import { spikeTrains } from "./spike-trains.ts";
import { type BinOptions, binNames } from "./window.ts";

/**
 * Compute the Fano factor of counts (doi:10.1103/PhysRev.72.26).
 *
 * The variance divided by the mean: of one neuron in many trials or bins, or of many neurons. The variance is the population
 * variance (divisor n). NaN without counts or if all are 0.
 */
export function fanoFactor(counts: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let k = 0; k < counts.length; k++) sum += counts[k] as number;
  const mean = sum / counts.length;
  for (let k = 0; k < counts.length; k++) squares += ((counts[k] as number) - mean) ** 2;
  return squares / counts.length / mean;
}

/**
 * Compute the Fano factor of each neuron's counts in bins of a window.
 *
 * NaN for silent neurons.
 */
export function neuronFanoFactors(series: SpikeSeries, options: BinOptions): Float64Array {
  checkOptionNames(options, binNames, "neuronFanoFactors", ["window", "bin"]);
  const { window, bin } = options;
  const edges = edgesOf(options);
  const trains = spikeTrains(series, { window });
  return Float64Array.from(trains, (train) => fanoFactor(countInBins(train, { edges, bin })));
}
