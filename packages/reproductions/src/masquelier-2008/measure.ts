import { section } from "./afferents.ts";

/** Accuracy with which the neuron's spikes detect the pattern. */
export interface Detection {
  /** Fraction of the presentations with a spike. */
  readonly hits: number;
  /** Spikes at other times. */
  readonly falseAlarms: number;
  /** Mean time of the first spike after the start of the pattern, in ms; NaN without any. */
  readonly latency: number;
}

/** Compare spikes with the presentations of the pattern, from a time on. */
export function measureDetection(
  times: ArrayLike<number>,
  shown: readonly number[],
  from: number,
): Detection {
  const begins = shown.filter((begin) => begin >= from);
  const firsts = new Map<number, number>();
  let falseAlarms = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k] ?? 0;
    if (time < from) continue;
    const begin = lastAtMost(begins, time);
    if (begin === undefined || time >= begin + section) falseAlarms++;
    else if (!firsts.has(begin)) firsts.set(begin, time - begin);
  }
  const latencies = [...firsts.values()];
  const latency = latencies.reduce((sum, value) => sum + value, 0) / latencies.length;
  return { hits: firsts.size / begins.length, falseAlarms, latency };
}

/** Time of the last spike outside the pattern, in ms; 0 if there is none. */
export function lastOutside(times: Float64Array, shown: readonly number[]): number {
  const isOutside = (time: number): boolean => {
    const begin = lastAtMost(shown, time);
    return begin === undefined || time >= begin + section;
  };
  return times.findLast(isOutside) ?? 0;
}

function lastAtMost(rising: readonly number[], value: number): number | undefined {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return rising[low - 1];
}
