import { checkOptionNames } from "@spikeloom/kernel";
import { bump } from "./bins.ts";
import { checkRecorded, checkSpikes, type SpikeSeries } from "./spike-series.ts";
import { checkWindowTimes, type OptionalWindow, type Window, windowNames } from "./window.ts";

/** Spikes of each neuron: `times[offsets[i]]` up to `times[offsets[i + 1]]`. */
export interface NeuronTimes {
  readonly offsets: Uint32Array;
  /** In ms, ascending within a neuron. */
  readonly times: Float64Array;
}

/** Sort spikes by neuron, then by time, keeping those inside the window. */
export function timesByNeuron(series: SpikeSeries, options: OptionalWindow = {}): NeuronTimes {
  checkOptionNames(options, windowNames, "timesByNeuron");
  return sortByNeuron(series, options.window);
}

/** Sort spikes by neuron, then by time; options are checked by the caller. */
export function sortByNeuron(series: SpikeSeries, window: Window | undefined): NeuronTimes {
  checkSpikes(series);
  if (window !== undefined) {
    checkWindowTimes(window);
    checkRecorded(series, window);
  }
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
  // Spikes of a run are ordered by time, which the loop above preserves.
  if (!isAscending(times)) {
    for (let i = 0; i < size; i++) {
      const [start, end] = [offsets[i] as number, offsets[i + 1] as number];
      if (end - start > 1) sorted.subarray(start, end).sort();
    }
  }
  return { offsets, times: sorted };
}

function isAscending(times: Float64Array): boolean {
  for (let k = 1; k < times.length; k++) {
    if ((times[k] as number) < (times[k - 1] as number)) return false;
  }
  return true;
}
