import {
  coefficientOfVariation,
  interSpikeIntervals,
  type SpikeSeries,
  timesByNeuron,
  type Window,
} from "@spikeloom/plots";
import { type Bins, type Distribution, distributionOf } from "./distribution.ts";

/** What is compared as a distribution over neurons, or over pairs of them. */
export type NeuronMeasure = "rate" | "CV" | "correlation";

interface Recipe {
  readonly bins: Bins;
  readonly values: (series: SpikeSeries, window: Window) => Iterable<number>;
}

/** Single-neuron measures of the authors' analysis, each with the bins that it is counted in. */
const recipes: Readonly<Record<NeuronMeasure, Recipe>> = {
  // In spikes of 2 s, so that no rate lies on an edge.
  rate: { bins: { low: -0.25, width: 0.5, bins: 101 }, values: rates },
  CV: { bins: { low: 0, width: 0.01, bins: 200 }, values: variations },
  correlation: { bins: { low: -0.1, width: 0.0025, bins: 120 }, values: correlations },
};

/** The measures by name. */
export const neuronMeasures: readonly NeuronMeasure[] = ["rate", "CV", "correlation"];

/** Count how a measure is distributed in a population. */
export function measureNeurons(
  measure: NeuronMeasure,
  series: SpikeSeries,
  window: Window,
): Distribution {
  const { bins, values } = recipes[measure];
  return distributionOf(values(series, window), bins);
}

function rates(series: SpikeSeries, window: Window): number[] {
  const { offsets } = timesByNeuron(series, window);
  const seconds = (window.until - window.from) / 1000;
  return Array.from({ length: series.size }, (_, i) => {
    return ((offsets[i + 1] ?? 0) - (offsets[i] ?? 0)) / seconds;
  });
}

/** Of neurons with three spikes or more. */
function variations(series: SpikeSeries, window: Window): number[] {
  return interSpikeIntervals(series, window)
    .filter((intervals) => intervals.length >= 2)
    .map(coefficientOfVariation);
}

/** In ms. */
const bin = 2;
/** As many as in the authors' analysis. */
const most = 250;

/** Of spike counts, over all pairs of neurons evenly spaced among those that spike. */
function correlations(series: SpikeSeries, window: Window): number[] {
  const { offsets, times } = timesByNeuron(series, window);
  const spiking = Array.from({ length: series.size }, (_, i) => i).filter(
    (i) => (offsets[i + 1] ?? 0) > (offsets[i] ?? 0),
  );
  const step = Math.max(1, spiking.length / most);
  const chosen = Array.from({ length: Math.min(most, spiking.length) }, (_, k) => {
    return spiking[Math.floor((k + 0.5) * step)] ?? 0;
  });
  const scores = chosen.map((i) => unitScores(times.subarray(offsets[i], offsets[i + 1]), window));
  return scores.flatMap((one, k) => scores.slice(k + 1).map((other) => product(one, other)));
}

/** Spike counts in bins, less their mean, scaled to length 1. */
function unitScores(times: Float64Array, { from, until }: Window): Float64Array {
  const counts = new Float64Array(Math.floor((until - from) / bin + 1e-6));
  for (const time of times) {
    const k = Math.min(Math.floor((time - from) / bin + 1e-9), counts.length - 1);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  const mean = times.length / counts.length;
  const scores = counts.map((count) => count - mean);
  const length = Math.sqrt(product(scores, scores));
  return scores.map((score) => score / length);
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < one.length; k++) sum += (one[k] ?? 0) * (other[k] ?? 0);
  return sum;
}
