import {
  type Bins,
  coefficientOfVariation,
  type Distribution,
  distributionOf,
  interSpikeIntervals,
  neuronRates,
  pairCorrelations,
  type SpikeSeries,
  type Window,
} from "@spikeloom/analysis";

/** Measures compared as a distribution over neurons, or over pairs of them. */
export type NeuronMeasure = "rate" | "CV" | "correlation";

interface Recipe {
  readonly bins: Bins;
  readonly values: (series: SpikeSeries, window: Window) => Iterable<number>;
}

/** Single-neuron measures of the authors' analysis, each with its bins. */
const recipes: Readonly<Record<NeuronMeasure, Recipe>> = {
  // In spikes per 2 s, so that no rate lies on an edge.
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

function rates(series: SpikeSeries, window: Window): Float64Array {
  return neuronRates(series, { window });
}

/** Of neurons with at least three spikes. */
function variations(series: SpikeSeries, window: Window): number[] {
  return interSpikeIntervals(series, { window })
    .filter((intervals) => intervals.length >= 2)
    .map(coefficientOfVariation);
}

/** Number of neurons, and width of bins in ms, as in the authors' analysis. */
function correlations(series: SpikeSeries, window: Window): Float64Array {
  return pairCorrelations(series, { window, bin: 2, neurons: 250 });
}
