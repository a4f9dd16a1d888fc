import { checkOptionNames } from "@spikeloom/kernel";
import { type WindowOptions, windowNames } from "../window.ts";
import { averageOver, cutTrain, type Stretch } from "./intervals-in-window.ts";

/**
 * Compute the SPIKE-distance, 0 to 1 (doi:10.1152/jn.00663.2012).
 *
 * The distance of the surrounding spikes to the nearest ones of the other train, divided by the mean interval and averaged over
 * the window; edges are treated as in doi:10.3389/fninf.2015.00036.
 */
export function spikeDistance(
  one: Float64Array,
  other: Float64Array,
  options: WindowOptions,
): number {
  checkOptionNames(options, windowNames, "spikeDistance", ["window"]);
  const { window } = options;
  const [a, b] = [cutTrain(one, window, "one"), cutTrain(other, window, "other")];
  const toOther = nearest(b.marks);
  const toOne = nearest(a.marks);
  return averageOver([a.stretches, b.stretches], (first, second, time) => {
    const [x, y] = [apart(first, time, toOther), apart(second, time, toOne)];
    const mean = (first.interval + second.interval) / 2;
    return (x * second.interval + y * first.interval) / (2 * mean * mean);
  });
}

/** Average the distances of the two surrounding spikes to the other train, weighted by proximity. */
function apart(
  { spikes: [previous, next], interval }: Stretch,
  time: number,
  distance: (spike: number) => number,
): number {
  if (previous === next) return distance(next);
  return (distance(previous) * (next - time) + distance(next) * (time - previous)) / interval;
}

/** Find the distance of a time to the nearest spike, by bisection. */
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
