import type { EncodedWindow } from "@spikeloom/kernel";

/** Spikes that repeat in each period. */
export interface Pattern {
  /** Length of a period in ms. */
  readonly period: number;
  /** Spike times of each neuron within a period, ascending, below its end. */
  readonly trains: readonly (readonly number[])[];
}

/** Repeat a pattern from time 0 on, and return the spikes within a window. */
export function repeatedSpikes(
  { period, trains }: Pattern,
  { from, until }: EncodedWindow,
): readonly Float64Array[] {
  // Include one more period before the start, because a product may be rounded either way.
  const first = Math.max(0, Math.floor(from / period) - 1);
  return trains.map((train) => {
    const times: number[] = [];
    for (let k = first; k * period < until; k++) {
      for (const time of train) {
        const at = k * period + time;
        if (at >= from && at < until) times.push(at);
      }
    }
    return Float64Array.from(times);
  });
}
