import {
  firingRate,
  isDivisible,
  meanIntervalVariation,
  type SpikeSeries,
  type Window,
} from "@spikeloom/analysis";
import { readTime } from "@spikeloom/network";
import { meanRates, type Result, spikeSeries } from "@spikeloom/simulate";

/** What is measured of each population, and in which unit. */
export const measures = [
  { name: "rate", label: "rate", unit: "1/s" },
  { name: "cv", label: "CV of intervals", unit: "" },
] as const;

/** The name of a measure. */
export type MeasureName = (typeof measures)[number]["name"];

/** Measures of one population; one that cannot be taken is left out. */
export type PopulationMeasures = { readonly [Name in MeasureName]?: number | undefined };

/**
 * Measure each population of a result: rate and CV of inter-spike intervals.
 *
 * From recorded spikes after `from` ms, within the window of their recorder. Where no spikes were recorded, the rate of
 * all neurons over the whole run is left; where the run ended early, nothing is measured.
 */
export function measureResult(
  result: Result,
  from: number,
): Readonly<Record<string, PopulationMeasures>> {
  const { network, recordings, duration } = result;
  const rates = meanRates(result);
  const series = spikeSeries(result);
  const recorded = recordings.filter(({ spikes }) => spikes !== undefined);
  const windows = (network.record ?? []).filter(({ variables }) => variables.includes("spikes"));
  const entries = Object.keys(network.populations).map((name) => {
    if (result.interrupted) return [name, {}] as const;
    const at = recorded.findIndex(({ population }) => population === name);
    const found = series[at];
    if (found === undefined) return [name, from > 0 ? {} : { rate: rates[name] }] as const;
    const { from: start = "0 ms", until } = windows[at] ?? {};
    const end = until === undefined ? duration : readTime(until, "until");
    const window = {
      from: Math.max(from, readTime(start, "from")),
      until: Math.min(duration, end),
    };
    return [name, measuresOf(found, window)] as const;
  });
  return Object.fromEntries(entries);
}

function measuresOf(series: SpikeSeries, window: Window): PopulationMeasures {
  if (!isDivisible(window)) return {};
  const rate = firingRate(series, window);
  const cv = meanIntervalVariation(series, { window }).mean;
  return { rate, ...(cv >= 0 && { cv }) };
}
