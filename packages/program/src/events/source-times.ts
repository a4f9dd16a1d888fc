import { type GapDraws, streamKey } from "@spikeloom/random";
import { SOURCE_VALUE } from "../errors.ts";
import type { NetworkProgram } from "../network-program.ts";
import { type Points, sourcePoints } from "../sources/points.ts";
import type { DrawnSource, GivenSource, SourceProgram } from "../sources/source-program.ts";
import { type SpikesAhead, spikesAhead } from "./spikes-ahead.ts";

/** Spikes of a source in continuous time: `specs/program/continuous.md`. */
export interface SourceTimes {
  /** Lower bound of each neuron's next spike, in ms. */
  readonly next: Float64Array;
  /** Words of each neuron's stream used so far, or the index of its next given time. */
  readonly position: Float64Array;
  /** Return a neuron's next spike and move on; Infinity if there is none before `until`. */
  take(neuron: number, until: number): number;
  /** Spikes of all neurons together, which are then not taken one by one; undefined if each neuron is drawn by itself. */
  readonly ahead: SpikesAhead | undefined;
}

/** Place of a source, and the random numbers of a run. */
export interface SourceTimesRequest extends Pick<NetworkProgram, "seed" | "trial" | "dt"> {
  readonly name: string;
  readonly size: number;
  /** Draws spikes of Poisson processes at constant rates ahead, with the same results. */
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
  return { next, position, take, ahead: undefined };
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
    return { next, position, take, ahead: undefined };
  }
  const key = streamKey(request.seed, source.key, request.trial);
  const ahead = spikesAhead({ next, position, points: steady, gaps, key });
  return { next, position, take, ahead };
}
