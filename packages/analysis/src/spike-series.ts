import { ANALYSIS_LENGTHS, ANALYSIS_NEURON, ANALYSIS_TIME } from "./errors.ts";

/**
 * Spikes of one population, in any order.
 *
 * Spike k is of neuron `neurons[k]` at `times[k]`.
 */
export interface SpikeSeries {
  readonly label: string;
  /** Number of neurons in the population, silent ones included. */
  readonly size: number;
  /** Index within the population, from 0. */
  readonly neurons: Uint32Array;
  /** In ms. */
  readonly times: Float64Array;
}

/**
 * Check spikes: lengths, neuron indices and times.
 *
 * It throws a coded error at the first fault.
 */
export function checkSpikes(series: SpikeSeries): void {
  const { label, size, neurons, times } = series;
  if (!Number.isSafeInteger(size) || size < 0 || size > 0xffffffff) {
    const got = String(size);
    throw ANALYSIS_NEURON({ place: `size of "${label}"`, expected: "a count", got });
  }
  if (neurons.length !== times.length) {
    const expected = `${neurons.length} times, one for each entry of neurons`;
    throw ANALYSIS_LENGTHS({ place: `times of "${label}"`, expected, got: String(times.length) });
  }
  for (let k = 0; k < times.length; k++) {
    const neuron = neurons[k] as number;
    if (neuron >= size) {
      const place = `neurons[${k}] of "${label}"`;
      throw ANALYSIS_NEURON({ place, expected: `an index below ${size}`, got: String(neuron) });
    }
    if (!Number.isFinite(times[k])) {
      const place = `times[${k}] of "${label}"`;
      throw ANALYSIS_TIME({ place, expected: "a finite number", got: `${times[k]}` });
    }
  }
}
