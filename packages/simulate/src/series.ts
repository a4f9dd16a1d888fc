import type { RecorderRecord } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import type { Recording, Result } from "./result.ts";

/** Spikes of one recorder, in the form used by plots and statistics. */
export interface RecordedSpikeSeries {
  readonly label: string;
  readonly size: number;
  readonly neurons: Uint32Array;
  readonly times: Float64Array;
  /** In ms: the recorder's window, up to the end of the run. */
  readonly recorded: { readonly from: number; readonly until: number };
}

/** Traces of one variable of one recorder, in the form used by plots. */
export interface RecordedTraceSeries {
  readonly label: string;
  readonly unit: string;
  readonly times: Float64Array;
  readonly values: readonly Float64Array[];
  readonly names: readonly string[];
}

/**
 * List the recorded spikes by recorder, for `rasterPlot` and similar functions.
 *
 * If part of a population was recorded, neurons are numbered within that part: rates and rows refer to it, and the label states
 * its size.
 */
export function spikeSeries(result: Result): readonly RecordedSpikeSeries[] {
  return result.recordings.flatMap((recording, k) => {
    const { spikes, size, neurons: chosen, population: label } = recording;
    if (spikes === undefined) return [];
    const { neurons, times } = spikes;
    const recorded = recordedBy(result.network.record?.[k], result.duration);
    if (chosen.length === size) return [{ label, size, neurons, times, recorded }];
    const index = new Map([...chosen].map((neuron, k) => [neuron, k]));
    return [
      {
        label: `${label} (${chosen.length} of ${size})`,
        size: chosen.length,
        neurons: neurons.map((neuron) => index.get(neuron) ?? 0),
        times,
        recorded,
      },
    ];
  });
}

/** Return the window of a recorder. */
function recordedBy(
  recorder: RecorderRecord | undefined,
  duration: number,
): RecordedSpikeSeries["recorded"] {
  const { from = "0 ms", until } = recorder ?? {};
  const end = until === undefined ? duration : readTime(until, "until");
  return { from: readTime(from, "from"), until: Math.min(duration, end) };
}

/** List the recorded variables for `tracePlot`, with at most `most` neurons each. */
export function traceSeries(result: Result, most = 20): readonly RecordedTraceSeries[] {
  return result.recordings.flatMap((recording) => tracesOf(recording, most));
}

function tracesOf({ population, samples }: Recording, most: number): RecordedTraceSeries[] {
  return [...samples].map(([variable, { unit, times, neurons, values }]) => {
    const width = neurons.length;
    const shown = [...neurons.subarray(0, most)];
    const label = `${variable} of ${population}`;
    const columns = shown.map((_, column) =>
      Float64Array.from(times, (_time, row) => values[row * width + column] ?? Number.NaN),
    );
    const names = shown.map((neuron) => `${population} ${neuron}`);
    const marked = shown.length < width ? `${label} (${shown.length} of ${width})` : label;
    return { label: marked, unit: unit === "1" ? "" : unit, times, values: columns, names };
  });
}

/**
 * Compute the mean rate of each population in spikes/s per neuron.
 *
 * Over the whole run.
 */
export function meanRates(result: Result): Readonly<Record<string, number>> {
  const { network, spikeCounts, duration } = result;
  const entries = Object.entries(network.populations).map(
    ([name, { size }]) => [name, ((spikeCounts[name] ?? 0) * 1000) / (size * duration)] as const,
  );
  return Object.fromEntries(entries);
}
