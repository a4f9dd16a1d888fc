import type { Stream } from "@spikeloom/random";
import { INTERVAL_REDRAWN, SOURCE_VALUE } from "../errors.ts";
import type { DrawnSource, PoissonSource, RenewalSource } from "./source-program.ts";
import { type Scopes, type SourceRun, scopes } from "./source-scope.ts";

/** The points of a process, from which spikes are selected. */
export interface Points {
  /** The next time of a neuron after the one before; NaN asks for the first. */
  next(neuron: number, after: number): number;
  /** Whether there is a spike at a point; called once per point, in order. */
  keeps(neuron: number, time: number): boolean;
  /** Stream of all random numbers; it is set to the words of a neuron before each use. */
  readonly stream: Stream;
  /** Poisson process at a constant rate, of which every point is kept; undefined for other processes. */
  readonly steady: SteadyPoints | undefined;
}

/** Rates of neurons in kHz, and the times between which there are points. */
export interface SteadyPoints {
  rate(neuron: number): number;
  start(neuron: number): number;
  stop(neuron: number): number;
}

/** Place of a source in its network, and the random numbers of a run. */
export interface PointsRequest extends SourceRun {
  readonly name: string;
}

/** Create the points of a process that draws its spikes. */
export function sourcePoints(source: DrawnSource, request: PointsRequest): Points {
  return source.kind === "renewal" ? renewal(source, request) : thinned(source, request);
}

interface Window {
  start(neuron: number): number;
  stop(neuron: number): number;
}

/** Return the start of the interval after a time: never before the window; NaN means before all. */
function startOf({ start }: Window, neuron: number, after: number): number {
  return Number.isNaN(after) ? start(neuron) : Math.max(after, start(neuron));
}

function activeWindow(
  source: DrawnSource,
  { name }: PointsRequest,
  reader: Scopes["reader"],
): Window {
  const [start, stop] = [reader(source.start), reader(source.stop)];
  const place = `populations.${name}`;
  const next = "Correct the model's window, or the parameters that it reads.";
  return {
    start(neuron) {
      const time = start(neuron);
      if (time > Number.NEGATIVE_INFINITY) return time;
      const expected = "a time, or inf for a source that never starts";
      const got = `${time} ms`;
      throw SOURCE_VALUE({ place, neuron, what: "the start of its window", expected, got, next });
    },
    stop(neuron) {
      const time = stop(neuron);
      if (!Number.isNaN(time)) return time;
      const expected = "a time, or inf for a source that never stops";
      const what = "the end of its window";
      throw SOURCE_VALUE({ place, neuron, what, expected, got: "NaN ms", next });
    },
  };
}

/** Draws intervals of a neuron at a time, for an age since the last spike. */
type DrawInterval = (neuron: number, at: number, age?: number) => number;

function renewal(source: RenewalSource, request: PointsRequest): Points {
  const { stream, of: scope, reader } = scopes(source, request);
  const { interval, changes } = source;
  const active = activeWindow(source, request, reader);
  const place = `populations.${request.name}`;
  const draw: DrawInterval = (neuron, at, age) => {
    const drawn = scope(neuron).value(interval, at, age);
    // Otherwise time would stand still or go backwards.
    if (drawn > 0) return drawn;
    const expected = "an interval above 0 ms";
    const next = "Correct the interval, or the parameters that it reads.";
    const what = `the interval after ${at} ms`;
    throw SOURCE_VALUE({ place, neuron, what, expected, got: `${drawn} ms`, next });
  };
  const ordered: Float64Array[] = [];
  const unchanged = new Float64Array(0);
  const changesOf = (neuron: number): Float64Array => {
    if (changes.length === 0) return unchanged;
    const known = ordered[neuron];
    if (known !== undefined) return known;
    const times = Float64Array.from(changes, (at) => scope(neuron).value(at)).sort();
    if (times.some(Number.isNaN)) {
      const what = "the times at which the distribution of its intervals changes";
      const next = "Correct the model's changes, or the parameters that they read.";
      throw SOURCE_VALUE({ place, neuron, what, expected: "times", got: "NaN ms", next });
    }
    ordered[neuron] = times;
    return times;
  };
  return {
    stream,
    steady: undefined,
    keeps: () => true,
    next(neuron, after) {
      const from = startOf(active, neuron, after);
      let time = from + draw(neuron, from);
      for (const change of changesOf(neuron)) {
        if (change <= from) continue;
        if (time <= change) break;
        time = from + intervalAbove(draw, { neuron, at: change, age: change - from, place });
      }
      return time < active.stop(neuron) ? time : Number.POSITIVE_INFINITY;
    },
  };
}

/** Number of draws; if none of them is long enough, the probability is below 1e-5 or the interval is unusable. */
const mostDraws = 1_000_000;

function intervalAbove(
  draw: DrawInterval,
  {
    neuron,
    at,
    age,
    place,
  }: {
    readonly neuron: number;
    readonly at: number;
    readonly age: number;
    readonly place: string;
  },
): number {
  for (let count = 0; count < mostDraws; count++) {
    const drawn = draw(neuron, at, age);
    if (drawn > age) return drawn;
  }
  throw INTERVAL_REDRAWN({ place, at, age, draws: mostDraws });
}

/** Tolerance by which rounding errors may take a rate beyond its bound or below zero. */
const rounding = 1e-9;

/** Test whether the rate is its bound at all times: no uniform number of [0, 1) rejects a point then. */
function isSteady({ rate, bound, values }: PoissonSource): boolean {
  if (rate.kind === "number") return bound.kind === "number" && rate.value === bound.value;
  return (
    rate.kind === "name" &&
    bound.kind === "name" &&
    rate.name === bound.name &&
    values.has(rate.name)
  );
}

/** Thinning (Lewis & Shedler 1979, doi:10.1002/nav.3800260304). */
function thinned(source: PoissonSource, request: PointsRequest): Points {
  const { stream, reader } = scopes(source, request);
  const [rate, bound] = [reader(source.rate), reader(source.bound)];
  const active = activeWindow(source, request, reader);
  const place = `populations.${request.name}`;
  const boundOf = (neuron: number): number => {
    const most = bound(neuron);
    if (most >= 0 && most < Number.POSITIVE_INFINITY) return most;
    const expected = "a finite rate, at least 0 kHz";
    const next = "Correct the bound, or the parameters that it reads.";
    const got = `${most} kHz`;
    throw SOURCE_VALUE({ place, neuron, what: "the bound of its rate", expected, got, next });
  };
  return {
    stream,
    steady: isSteady(source) ? { rate: boundOf, ...active } : undefined,
    next(neuron, after) {
      const most = boundOf(neuron);
      const from = startOf(active, neuron, after);
      if (most === 0) return Number.POSITIVE_INFINITY;
      const time = from + stream.exponential() / most;
      return time < active.stop(neuron) ? time : Number.POSITIVE_INFINITY;
    },
    keeps(neuron, time) {
      const most = boundOf(neuron);
      const share = stream.uniform() * most;
      const value = rate(neuron, time);
      if (value >= -rounding * most && value <= most * (1 + rounding)) return share < value;
      const expected = `a rate from 0 to its bound, ${most} kHz`;
      const next = "Raise the bound, or correct the rate.";
      const what = `the rate at ${time} ms`;
      throw SOURCE_VALUE({ place, neuron, what, expected, got: `${value} kHz`, next });
    },
  };
}
