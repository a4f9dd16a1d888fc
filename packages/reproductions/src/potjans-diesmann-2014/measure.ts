import {
  firingRate,
  meanIntervalVariation,
  type SpikeSeries,
  spikeCountCorrelation,
  type Window,
} from "@spikeloom/analysis";
import type { Measured } from "../study.ts";
import { circuit } from "./circuit.ts";

/**
 * Measure rate, irregularity and correlation of each population; series are in its order.
 *
 * Intervals count if a neuron has at least `leastSpikes` spikes.
 */
export function measureCircuit(
  series: readonly SpikeSeries[],
  window: Window,
  leastSpikes = 3,
): Measured {
  const numbers = circuit.flatMap(({ name }, k) => {
    const own = series[k];
    if (own === undefined) return [];
    return [
      [`${name} rate`, firingRate(own, { window })],
      [`${name} CV`, meanIntervalVariation(own, { window, leastSpikes }).mean],
      // As in the authors' analysis: bins of 2 ms, up to 250 neurons.
      [`${name} correlation`, spikeCountCorrelation(own, { window, bin: 2, neurons: 250 }).mean],
    ] as const;
  });
  return Object.fromEntries(numbers);
}
