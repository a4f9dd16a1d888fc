import { ANALYSIS_LENGTHS, ANALYSIS_NEURON, ANALYSIS_TIME, ANALYSIS_UNRECORDED } from "./errors.ts";
import type { Window } from "./window.ts";

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
  /** Recorded window, which must contain the analysed window; unlimited by default. */
  readonly recorded?: Window | undefined;
}

/**
 * Check spikes: lengths, neuron indices and times.
 *
 * Throws a coded error at the first fault.
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

/**
 * Refuse a window that extends beyond the recording.
 *
 * Unrecorded time is not silence: a rate over twice the run's duration would be half the true rate.
 */
export function checkRecorded({ label, recorded }: SpikeSeries, { from, until }: Window): void {
  if (recorded === undefined) return;
  // Times of steps are rounded, times of windows are entered by users.
  const slack = 1e-9 * Math.max(Math.abs(recorded.from), Math.abs(recorded.until));
  if (from >= recorded.from - slack && until <= recorded.until + slack) return;
  throw ANALYSIS_UNRECORDED({
    place: `the window for "${label}"`,
    expected: `within ${recorded.from} to ${recorded.until} ms, when it was recorded`,
    got: `${from} to ${until} ms`,
  });
}
