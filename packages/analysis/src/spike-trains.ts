import { checkOptionNames } from "@spikeloom/kernel";
import { ANALYSIS_TIME } from "./errors.ts";
import { sortByNeuron } from "./neuron-times.ts";
import type { SpikeSeries } from "./spike-series.ts";
import { type OptionalWindow, windowNames } from "./window.ts";

/** List the spike times of each neuron in ms, ascending; empty if silent. */
export function spikeTrains(series: SpikeSeries, options: OptionalWindow = {}): Float64Array[] {
  checkOptionNames(options, windowNames, "spikeTrains");
  const { offsets, times } = sortByNeuron(series, options.window);
  return Array.from({ length: series.size }, (_, i) => times.subarray(offsets[i], offsets[i + 1]));
}

/** Refuse a train whose times do not ascend or are not numbers. */
export function checkTrain(train: Float64Array, place: string): void {
  for (let k = 0; k < train.length; k++) {
    const time = train[k] as number;
    const isLate = k === 0 || time >= (train[k - 1] as number);
    if (Number.isFinite(time) && isLate) continue;
    throw ANALYSIS_TIME({
      place: `${place}[${k}]`,
      expected: "a finite time, not before the one that it follows",
      got: String(time),
    });
  }
}
