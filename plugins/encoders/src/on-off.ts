import { oneEach } from "./unit-values.ts";

/** Count two neurons per value: first those for rises, then those for falls. */
export function twoEach(shape: readonly number[]): number {
  return 2 * oneEach(shape);
}

/**
 * Decode spikes that represent steps up or down: returns the level at each sample.
 *
 * Trains are those of `twoEach`; `shape` starts with the number of samples.
 */
export function steppedLevels(
  spikes: readonly Float64Array[],
  request: {
    readonly shape: readonly number[];
    readonly every: number;
    /** Change of the level per spike. */
    readonly step: number;
    /** The level before the first sample. */
    readonly initial: number;
  },
): Float64Array {
  const { shape, every, step, initial } = request;
  const [samples = 0, ...own] = shape;
  const size = oneEach(own);
  const levels = new Float64Array(samples * size);
  // Spikes of a sample lie between its time and that of the next sample.
  const add = (times: Float64Array | undefined, k: number, change: number): void => {
    for (const time of times ?? []) {
      const at = Math.floor(time / every + 1e-9);
      if (at < samples) levels[at * size + k] = (levels[at * size + k] ?? 0) + change;
    }
  };
  for (let k = 0; k < size; k++) {
    add(spikes[k], k, step);
    add(spikes[size + k], k, -step);
    let level = initial;
    for (let at = k; at < levels.length; at += size) {
      level += levels[at] ?? 0;
      levels[at] = level;
    }
  }
  return levels;
}
