import { type GapDraws, type Key, streamKey } from "@spikeloom/random";
import { SOURCE_VALUE } from "../errors.ts";
import type { NetworkProgram } from "../network-program.ts";
import { type Points, type SteadyPoints, sourcePoints } from "../sources/points.ts";
import type { DrawnSource, GivenSource, SourceProgram } from "../sources/source-program.ts";

/** Spikes of a source in continuous time: `specs/program/continuous.md`. */
export interface SourceTimes {
  /** Lower bound of each neuron's next spike, in ms. */
  readonly next: Float64Array;
  /** Words of each neuron's stream used so far, or the index of its next given time. */
  readonly position: Float64Array;
  /** Return a neuron's next spike and move on; Infinity if there is none before `until`. */
  take(neuron: number, until: number): number;
  /** Take all spikes of some neurons before a time, in no order. */
  takeAll(neurons: Int32Array, until: number, act: (neuron: number, time: number) => void): void;
}

/** Place of a source, and the random numbers of a run. */
export interface SourceTimesRequest extends Pick<NetworkProgram, "seed" | "trial" | "dt"> {
  readonly name: string;
  readonly size: number;
  /** Draws for many neurons at once, with the same results. */
  readonly gaps?: GapDraws | undefined;
}

/** Create the spikes of a source, from the start of the run. */
export function sourceTimes(source: SourceProgram, request: SourceTimesRequest): SourceTimes {
  return source.kind === "times" ? givenTimes(source, request) : drawnTimes(source, request);
}

function givenTimes({ times }: GivenSource, { name, size }: SourceTimesRequest): SourceTimes {
  const ordered = times.map((own, neuron) => {
    const sorted = own.toSorted();
    const [first = 0] = sorted;
    if (first < 0 || Number.isNaN(sorted.at(-1))) {
      throw SOURCE_VALUE({
        place: `populations.${name}`,
        neuron,
        what: "the time of a spike",
        expected: "times from 0 ms on",
        got: `${first < 0 ? first : "NaN"} ms`,
        next: "Move the spikes.",
      });
    }
    return sorted;
  });
  const timeOf = (neuron: number, k: number): number =>
    ordered[neuron]?.[k] ?? Number.POSITIVE_INFINITY;
  const position = new Float64Array(size);
  const next = Float64Array.from(position, (_, neuron) => timeOf(neuron, 0));
  const take: SourceTimes["take"] = (neuron, until) => {
    const time = next[neuron] as number;
    if (time >= until) return Number.POSITIVE_INFINITY;
    const k = (position[neuron] as number) + 1;
    position[neuron] = k;
    next[neuron] = timeOf(neuron, k);
    return time;
  };
  return {
    next,
    position,
    take,
    takeAll: oneByOne(take),
  };
}

function oneByOne(take: SourceTimes["take"]): SourceTimes["takeAll"] {
  return (neurons, until, act) => {
    for (const neuron of neurons) {
      for (let time = take(neuron, until); time < until; time = take(neuron, until))
        act(neuron, time);
    }
  };
}

/** Points per step up to which the number in a step need not be checked: the probability of `mostPoints` is 0 in practice. */
const mostSteady = 100;

/** More points of a neuron than this in a step indicate an unusable rate. */
const mostPoints = 10_000;

function drawnTimes(source: DrawnSource, request: SourceTimesRequest): SourceTimes {
  const { name, size, dt } = request;
  const points: Points = sourcePoints(source, request);
  const position = new Float64Array(size);
  const next = new Float64Array(size);
  const draw = (neuron: number, after: number): void => {
    next[neuron] = points.next(neuron, after);
    position[neuron] = points.stream.word;
  };
  for (let neuron = 0; neuron < size; neuron++) {
    points.stream.seek(neuron, 0, 0);
    draw(neuron, Number.NaN);
  }
  const take: SourceTimes["take"] = (neuron, until) => {
    if ((next[neuron] as number) >= until) return Number.POSITIVE_INFINITY;
    points.stream.seek(neuron, 0, position[neuron]);
    let [from, count] = [next[neuron] as number, 0];
    for (let time = from; time < until; time = next[neuron] as number) {
      if (time >= from + dt) [from, count] = [time, 0];
      if (++count > mostPoints) {
        throw SOURCE_VALUE({
          place: `populations.${name}`,
          neuron,
          what: `the step from ${from} ms`,
          expected: `at most ${mostPoints} points in a step`,
          got: "more",
          next: "Lower the rate.",
        });
      }
      // A process that began before the run sends nothing until the run begins.
      const isKept = points.keeps(neuron, time) && time >= 0;
      draw(neuron, time);
      if (isKept) return time;
    }
    return Number.POSITIVE_INFINITY;
  };
  const { steady } = points;
  const { gaps } = request;
  const isSlow = (): boolean => next.every((_, n) => (steady?.rate(n) ?? 0) * dt <= mostSteady);
  if (steady === undefined || gaps === undefined || !isSlow()) {
    return { next, position, take, takeAll: oneByOne(take) };
  }
  const key = streamKey(request.seed, source.key, request.trial);
  const takeAll = steadyTimes({ next, position, take }, { steady, gaps, key });
  return { next, position, take, takeAll };
}

/** Neurons from which on drawing for all at once is faster. */
const several = 4;

/** Words of a point: those of its time, and those that would reject it. */
const wordsEach = 4;

interface SteadyTask {
  readonly steady: SteadyPoints;
  readonly gaps: GapDraws;
  readonly key: Key;
}

/** Draw points of Poisson processes at constant rates for many neurons at once: each takes a block of random words. */
function steadyTimes(
  { next, position, take }: Pick<SourceTimes, "next" | "position" | "take">,
  { steady, gaps, key }: SteadyTask,
): SourceTimes["takeAll"] {
  const single = oneByOne(take);
  const due = new Int32Array(gaps.most);
  const { entities, drawn, rates, next: drawnNext } = gaps;
  /** Take a spike of each due neuron; list those that are due again, and return their number. */
  const takeEach = (
    count: number,
    until: number,
    act: (neuron: number, time: number) => void,
  ): number => {
    for (let k = 0; k < count; k++) {
      const n = due[k] as number;
      const time = next[n] as number;
      // A process that began before the run sends nothing until the run begins.
      if (time >= 0) act(n, time);
      entities[k] = n;
      drawnNext[k] = time;
      drawn[k] = ((position[n] as number) + wordsEach / 2) / 2;
      rates[k] = steady.rate(n);
    }
    gaps.advance(key, count);
    let left = 0;
    for (let k = 0; k < count; k++) {
      const n = due[k] as number;
      const time = drawnNext[k] as number;
      next[n] = time < steady.stop(n) ? time : Number.POSITIVE_INFINITY;
      position[n] = (position[n] as number) + wordsEach;
      if ((next[n] as number) < until) due[left++] = n;
    }
    return left;
  };
  return (neurons, until, act) => {
    for (let from = 0; from < neurons.length; from += gaps.most) {
      const part = neurons.subarray(from, from + gaps.most);
      let count = 0;
      for (const n of part) if ((next[n] as number) < until) due[count++] = n;
      while (count >= several) count = takeEach(count, until, act);
      if (count > 0) single(due.subarray(0, count), until, act);
    }
  };
}
