import { checkTrain } from "../spike-trains.ts";
import { checkWindow, type Window } from "../window.ts";

/** Interval between two spikes of a train, or between a spike and an edge of the window. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Effective interval in ms: at an edge, at least as long as the nearest interval between spikes. */
  readonly interval: number;
  /** Bounding spikes; at an edge of the window, the same spike twice. */
  readonly spikes: readonly [previous: number, next: number];
}

/** A spike train within a window, split into intervals. */
export interface CutTrain {
  readonly stretches: readonly Stretch[];
  /** Spikes, plus an extrapolated one at each edge. */
  readonly marks: Float64Array;
}

/**
 * Split a spike train into intervals, with edges treated as in doi:10.3389/fninf.2015.00036.
 *
 * A train without spikes is treated as one with a spike at each edge of the window.
 */
export function cutTrain(train: Float64Array, window: Window, place: string): CutTrain {
  checkTrain(train, place);
  checkWindow(window);
  const { from, until } = window;
  const inside = train.filter((time) => time >= from && time <= until);
  const spikes = inside.length === 0 ? Float64Array.of(from, until) : inside;
  const [first, last] = [spikes[0] as number, spikes[spikes.length - 1] as number];
  const firstInterval = (spikes[1] ?? first) - first;
  const lastInterval = last - (spikes[spikes.length - 2] ?? last);
  const between = Array.from(spikes.subarray(1), (end, k) => {
    const start = spikes[k] as number;
    return { start, end, interval: end - start, spikes: [start, end] as const };
  });
  const stretches: readonly Stretch[] = [
    {
      start: from,
      end: first,
      interval: Math.max(first - from, firstInterval),
      spikes: [first, first],
    },
    ...between,
    {
      start: last,
      end: until,
      interval: Math.max(until - last, lastInterval),
      spikes: [last, last],
    },
  ];
  const before = Math.min(from, first - firstInterval);
  const after = Math.max(until, last + lastInterval);
  return {
    stretches: stretches.filter(({ start, end }) => end > start),
    marks: Float64Array.of(before, ...spikes, after),
  };
}

/** Average a dissimilarity profile over a window; it is linear between the spikes of both trains. */
export function averageOver(
  [one, other]: readonly [readonly Stretch[], readonly Stretch[]],
  at: (one: Stretch, other: Stretch, time: number) => number,
): number {
  let [i, k, sum] = [0, 0, 0];
  const from = one[0]?.start ?? 0;
  let start = from;
  while (i < one.length && k < other.length) {
    const [a, b] = [one[i] as Stretch, other[k] as Stretch];
    const end = Math.min(a.end, b.end);
    sum += ((at(a, b, start) + at(a, b, end)) / 2) * (end - start);
    if (a.end === end) i += 1;
    if (b.end === end) k += 1;
    start = end;
  }
  return sum / (start - from);
}
