import {
  binEdges,
  countInBins,
  cv2,
  fanoFactor,
  firingRate,
  interSpikeIntervals,
  isDivisible,
  localVariation,
  mean,
  meanIntervalVariation,
  neuronFanoFactors,
  type SpikeSeries,
  spikeCountCorrelation,
  type Window,
} from "@spikeloom/analysis";
import { meanRates, type Result, spikeSeries } from "@spikeloom/simulate";

/** Measures of a population, with their units. */
export const measures = [
  { name: "rate", label: "rate", unit: "1/s" },
  { name: "cv", label: "CV of intervals", unit: "" },
  { name: "cv2", label: "CV2 of intervals", unit: "" },
  { name: "lv", label: "local variation of intervals", unit: "" },
  { name: "fano", label: "Fano factor of counts in 100 ms", unit: "" },
  { name: "correlation", label: "correlation of counts in 2 ms", unit: "" },
  { name: "synchrony", label: "variance over mean of all spikes in 3 ms", unit: "" },
] as const;

/** The name of a measure. */
export type MeasureName = (typeof measures)[number]["name"];

/** Default measures. */
export const usualMeasures: readonly MeasureName[] = ["rate", "cv"];

/** Measures of one population; undefined where one cannot be computed. */
export type PopulationMeasures = { readonly [Name in MeasureName]?: number | undefined };

/** Measures to compute, and the start of the window. */
export interface MeasureOptions {
  /** In ms: earlier spikes are ignored. */
  readonly from: number;
  readonly names?: readonly MeasureName[] | undefined;
}

/** Bin widths in ms, as stated in the labels. */
const [fanoBin, synchronyBin] = [100, 3];

const takers: Readonly<Record<MeasureName, (series: SpikeSeries, window: Window) => number>> = {
  rate: (series, window) => firingRate(series, { window }),
  cv: (series, window) => meanIntervalVariation(series, { window }).mean,
  cv2: (series, window) => meanOf(interSpikeIntervals(series, { window }).map(cv2)),
  lv: (series, window) => meanOf(interSpikeIntervals(series, { window }).map(localVariation)),
  fano(series, window) {
    const whole = wholeBins(window, fanoBin);
    return whole === undefined
      ? Number.NaN
      : meanOf(neuronFanoFactors(series, { window: whole, bin: fanoBin }));
  },
  correlation: (series, window) =>
    wholeBins(window, 2) === undefined
      ? Number.NaN
      : spikeCountCorrelation(series, { window, bin: 2 }).mean,
  // As in Potjans & Diesmann 2014 (doi:10.1093/cercor/bhs358).
  synchrony(series, window) {
    const whole = wholeBins(window, synchronyBin);
    if (whole === undefined) return Number.NaN;
    const edges = binEdges({ window: whole, bin: synchronyBin });
    return fanoFactor(countInBins(series.times, { edges, bin: synchronyBin }));
  },
};

/**
 * Measure each population of a result, from its recorded spikes.
 *
 * Uses spikes after `from` ms within their recorder's window. Measures of intervals and counts are means over the neurons for
 * which they are defined. Without recorded spikes, only the rate of all neurons over the whole run is available; if the run ended
 * early, nothing is measured.
 */
export function measureResult(
  result: Result,
  { from, names = usualMeasures }: MeasureOptions,
): Readonly<Record<string, PopulationMeasures>> {
  const { network, recordings } = result;
  const rates = meanRates(result);
  const series = spikeSeries(result);
  const recorded = recordings.filter(({ spikes }) => spikes !== undefined);
  const none = Object.fromEntries(names.map((name) => [name, undefined]));
  const entries = Object.keys(network.populations).map((name) => {
    if (result.interrupted) return [name, none] as const;
    const at = recorded.findIndex(({ population }) => population === name);
    const found = series[at];
    if (found === undefined) {
      const isKnown = from === 0 && names.includes("rate");
      return [name, isKnown ? { ...none, rate: rates[name] } : none] as const;
    }
    const { recorded: times } = found;
    const window = { from: Math.max(from, times.from), until: times.until };
    return [name, isDivisible(window) ? measuresOf(found, window, names) : none] as const;
  });
  return Object.fromEntries(entries);
}

/** List the measures present in runs, in order. */
export function takenMeasures(
  runs: readonly { readonly measures: Readonly<Record<string, PopulationMeasures>> }[],
): readonly (typeof measures)[number][] {
  const [first] = Object.values(runs[0]?.measures ?? {});
  return measures.filter(({ name }) => first !== undefined && name in first);
}

function measuresOf(
  series: SpikeSeries,
  window: Window,
  names: readonly MeasureName[],
): PopulationMeasures {
  const found = names.map((name) => {
    const value = takers[name](series, window);
    return [name, Number.isFinite(value) ? value : undefined] as const;
  });
  return Object.fromEntries(found);
}

function meanOf(values: ArrayLike<number>): number {
  const found = Array.from(values).filter(Number.isFinite);
  return found.length === 0 ? Number.NaN : mean(found);
}

/** Part of a window covered by whole bins; undefined with fewer than two bins. */
function wholeBins({ from, until }: Window, bin: number): Window | undefined {
  const count = Math.floor((until - from) / bin + 1e-6);
  return count < 2 ? undefined : { from, until: from + count * bin };
}
