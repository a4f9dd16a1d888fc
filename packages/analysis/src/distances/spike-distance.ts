import type { Window } from "../window.ts";
import { averageOver, cutTrain, type Stretch } from "./intervals-in-window.ts";

/**
 * Compute the SPIKE-distance, 0 to 1 (doi:10.1152/jn.00663.2012).
 *
 * How far the spikes around a time are from the nearest ones of the other train, in units of the mean
 * interval, averaged over the window; the ends of the window as in doi:10.3389/fninf.2015.00036.
 */
export function spikeDistance(one: Float64Array, other: Float64Array, window: Window): number {
  const [a, b] = [cutTrain(one, window, "one"), cutTrain(other, window, "other")];
  const toOther = nearest(b.marks);
  const toOne = nearest(a.marks);
  return averageOver([a.stretches, b.stretches], (first, second, time) => {
    const [x, y] = [apart(first, time, toOther), apart(second, time, toOne)];
    const mean = (first.interval + second.interval) / 2;
    return (x * second.interval + y * first.interval) / (2 * mean * mean);
  });
}

/** Weigh how far the two spikes around a time are from the other train by how near they are to it. */
function apart(
  { spikes: [previous, next], interval }: Stretch,
  time: number,
  distance: (spike: number) => number,
): number {
  if (previous === next) return distance(next);
  return (distance(previous) * (next - time) + distance(next) * (time - previous)) / interval;
}

/** Find how far a time is from the nearest mark, by halving. */
function nearest(marks: Float64Array): (time: number) => number {
  return (time) => {
    let [low, high] = [0, marks.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((marks[middle] as number) <= time) low = middle;
      else high = middle;
    }
    return Math.min(
      Math.abs(time - (marks[low] as number)),
      Math.abs((marks[high] as number) - time),
    );
  };
}
