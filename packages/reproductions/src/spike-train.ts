import { interSpikeIntervals, type SpikeSeries, timesByNeuron } from "@spikeloom/analysis";
import type { Measured } from "./study.ts";

/** Name the numbers of one neuron's train: count, first spike, each interval and the last one. */
export function trainNumbers(series: SpikeSeries, neuron: number, prefix = ""): Measured {
  const { offsets, times } = timesByNeuron(series);
  const own = times.subarray(offsets[neuron], offsets[neuron + 1]);
  const intervals = interSpikeIntervals(series)[neuron] ?? new Float64Array(0);
  const numbered = [...intervals].map((value, k) => [`${prefix}interval ${k + 1}`, value] as const);
  return {
    [`${prefix}spikes`]: own.length,
    [`${prefix}first spike`]: own[0] ?? Number.NaN,
    ...Object.fromEntries(numbered),
    [`${prefix}last interval`]: intervals.at(-1) ?? Number.NaN,
  };
}
