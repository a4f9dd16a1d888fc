import type { GapDraws, Key } from "@spikeloom/random";
import type { SteadyPoints } from "../sources/points.ts";
import { sortedArrivals } from "./pending.ts";

/** Spikes of all neurons of a source, drawn ahead and taken in order of time. */
export interface SpikesAhead {
  /** Time of the next spike of any neuron, or a lower bound of it. */
  next(): number;
  /** Take all spikes before a time. */
  take(until: number, act: (neuron: number, time: number) => void): void;
  /** Set `next` and `position` of each neuron to those of its next spike that has not been taken. */
  putBack(): void;
  /** Continue after `next` and `position` have been set. */
  restart(): void;
}

/** Poisson processes at constant rates. */
export interface SteadySource {
  /** By neuron: the next spike that has not been drawn, and the words of its stream used so far. */
  readonly next: Float64Array;
  readonly position: Float64Array;
  readonly points: SteadyPoints;
  readonly gaps: GapDraws;
  readonly key: Key;
}

/** Words of a point: those of its time, and those that would reject it. */
const wordsEach = 4;

// Most spikes drawn together fit the second-level cache. Of a small source, some per neuron are drawn.
const mostAhead = 16_384;
const aheadEach = 16;

/** Draw the spikes of a source: each takes a block of random words, and many are drawn at once. */
export function spikesAhead({ next, position, points, gaps, key }: SteadySource): SpikesAhead {
  const size = next.length;
  const rates = Float64Array.from(next, (_, n) => points.rate(n));
  const stops = Float64Array.from(next, (_, n) => points.stop(n));
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const span = Math.min(mostAhead, aheadEach * size) / total;
  const due = new Int32Array(gaps.most);
  const drawn = sortedArrivals();
  let taken = 0;
  /** Least of `next`. */
  let least = 0;
  const restart = (): void => {
    drawn.clear();
    taken = 0;
    least = next.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  };
  restart();
  /** Draw a spike after the next one of each due neuron; list those that are due again, and return their number. */
  const drawEach = (count: number, until: number): number => {
    for (let k = 0; k < count; k++) {
      const n = due[k] as number;
      const time = next[n] as number;
      // A process that began before the run sends nothing until the run begins.
      if (time >= 0) drawn.add(time, n);
      gaps.entities[k] = n;
      gaps.next[k] = time;
      gaps.drawn[k] = ((position[n] as number) + wordsEach / 2) / 2;
      gaps.rates[k] = rates[n] as number;
    }
    gaps.advance(key, count);
    let left = 0;
    for (let k = 0; k < count; k++) {
      const n = due[k] as number;
      const time = gaps.next[k] as number;
      const isActive = time < (stops[n] as number);
      next[n] = isActive ? time : Number.POSITIVE_INFINITY;
      position[n] = (position[n] as number) + wordsEach;
      if (isActive && time < until) due[left++] = n;
      else if (isActive && time < least) least = time;
    }
    return left;
  };
  const drawMore = (): void => {
    drawn.clear();
    taken = 0;
    const from = least;
    // At least the next spike is drawn where times are so late that the span does not change them.
    const until = Math.max(from + span, from + 2 * Number.EPSILON * Math.abs(from));
    least = Number.POSITIVE_INFINITY;
    let count = 0;
    const drawAll = (): void => {
      while (count > 0) count = drawEach(count, until);
    };
    for (let n = 0; n < size; n++) {
      const time = next[n] as number;
      if (time < until) {
        due[count++] = n;
        if (count === gaps.most) drawAll();
      } else if (time < least) least = time;
    }
    drawAll();
    drawn.sort(from, until - from);
  };
  return {
    next: () => (taken < drawn.length ? (drawn.times[taken] as number) : least),
    take(until, act) {
      for (;;) {
        const { times, segments: neurons, length } = drawn;
        let k = taken;
        for (; k < length && (times[k] as number) < until; k++) {
          act(neurons[k] as number, times[k] as number);
        }
        taken = k;
        if (k < length || least >= until) return;
        drawMore();
      }
    },
    putBack() {
      for (let k = drawn.length - 1; k >= taken; k--) {
        const n = drawn.segments[k] as number;
        next[n] = drawn.times[k] as number;
        position[n] = (position[n] as number) - wordsEach;
      }
      restart();
    },
    restart,
  };
}
