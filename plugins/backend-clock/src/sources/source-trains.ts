import type { ConventionRecord, SourceRecord } from "@spikeloom/kernel";
import { type ResolvedPopulation, spikeStep } from "@spikeloom/network";
import { modelReader } from "@spikeloom/program";
import type { Stream } from "@spikeloom/random";
import { allocate } from "../allocate.ts";
import { INTERVAL_REDRAWN, SOURCE_VALUE, SPIKE_TIME, SPIKES_PER_STEP } from "../errors.ts";
import { type Part, placeIn } from "../share.ts";
import { type KeptTrain, keptLength, keptWords } from "./kept-train.ts";
import { type Scopes, scopes } from "./source-scope.ts";

/** The spikes of a source population. */
export interface SpikeTrain {
  /** The neurons that spike in a step, ascending, once for each spike; steps come in order. */
  at(step: number): readonly number[];
}

/** What a train is made with. */
export interface TrainRequest {
  readonly name: string;
  readonly population: ResolvedPopulation;
  /** The neurons that are asked for. */
  readonly part: Part;
  readonly dt: number;
  readonly seed: number;
  readonly trial: number;
  readonly convention: ConventionRecord;
}

/** Make the spike trains of a population whose model is a source. */
export function spikeTrain(
  source: SourceRecord,
  request: TrainRequest,
  kept: KeptTrain = new Float64Array(keptLength(request.part.size)),
): SpikeTrain {
  if (source.process === "times") return givenTimes(request);
  const points = source.process === "renewal" ? renewal(source, request) : thinned(source, request);
  return drawnTimes(source, points, { ...request, kept });
}

/** The part of a step by which rounding may have moved a time that belongs on the grid. */
const slack = 1e-3;

/** The step in which a given spike is found; -1 and less lie before the first. */
function givenStep(time: number, rules: Omit<TrainRequest, "part">): number {
  // A spike stamped with the end of its step is found one step before its stamp.
  return spikeStep(time, rules) - (rules.convention.spikeStamp === "end" ? 1 : 0);
}

/** The step in which a drawn spike is found: the one that the time lies in, the stamped end with it. */
function drawnStep(time: number, { dt, convention }: TrainRequest): number {
  const steps = time / dt;
  if (convention.spikeStamp === "start") return Math.floor(steps + slack);
  const step = Math.ceil(steps - slack) - 1;
  return step < 0 && time > 0 ? 0 : step;
}

/** The most spikes that a list of a source population needs room for, all shards together. */
export function trainCapacity(source: SourceRecord, request: Omit<TrainRequest, "part">): number {
  // Four spikes of each neuron in a step, and some: a rate for which the step is far too long.
  if (source.process !== "times") return 4 * request.population.size + 64;
  const lists = givenLists(request);
  return [...lists.values()].reduce((most, neurons) => Math.max(most, neurons.length), 1);
}

function givenTimes(request: TrainRequest): SpikeTrain {
  const { part, ...rest } = request;
  const lists = givenLists(rest);
  const own = new Map<number, number[]>();
  for (const [step, neurons] of lists) {
    own.set(
      step,
      neurons.filter((neuron) => placeIn(part, neuron) >= 0),
    );
  }
  return { at: (step) => own.get(step) ?? [] };
}

/** The neurons that spike in each step, ascending, once for each spike. */
function givenLists(request: Omit<TrainRequest, "part">): Map<number, number[]> {
  const { population, name, convention, dt } = request;
  const bySteps = new Map<number, number[]>();
  (population.times ?? []).forEach((times, neuron) => {
    for (const time of times) {
      const step = givenStep(time, request);
      if (!(step >= 0)) {
        const least = convention.spikeStamp === "end" ? `${dt} ms` : "0 ms";
        throw SPIKE_TIME({
          place: `populations.${name}.times[${neuron}]`,
          least,
          got: `${time} ms`,
        });
      }
      const there = bySteps.get(step) ?? [];
      bySteps.set(step, there);
      const isTwice = there.at(-1) === neuron;
      if (!(isTwice && convention.multiplicity === "one")) there.push(neuron);
    }
  });
  return bySteps;
}

/** The points of a process, from which spikes are chosen. */
interface Points {
  /** The next time of a neuron after the one before; NaN asks for the first. */
  next(neuron: number, after: number): number;
  /** Whether there is a spike at a point; asked once for each, in order. */
  keeps(neuron: number, time: number): boolean;
  /** What all that is drawn comes from; it is sent to the words of a neuron before its turn. */
  readonly stream: Stream;
}

/** Steps of the windows in which trains are drawn. */
export const windowSteps = 1024;
/** So many points of one neuron in a step are a rate or a bound of no use, and would take for ever. */
const mostPoints = 10_000;

/** Make what adds spikes of neurons to the list of a step, as far as there is room. */
function listWriter(
  { convention, name }: TrainRequest,
  most: number,
): (list: number[], neuron: number) => void {
  return (list, neuron) => {
    if (convention.multiplicity === "one" && list.at(-1) === neuron) return;
    list.push(neuron);
    const got = list.length;
    if (got > most) throw SPIKES_PER_STEP({ place: `populations.${name}`, most, got });
  };
}

/** Draw trains window by window; each neuron has a stream of its own, so windows change nothing. */
function drawnTimes(
  source: SourceRecord,
  points: Points,
  request: TrainRequest & { readonly kept: KeptTrain },
): SpikeTrain {
  const { part, kept } = request;
  const { start, every, size } = part;
  const { window: ofWindow, anew, neurons: firstNeuron } = keptWords;
  const next = kept.subarray(firstNeuron, firstNeuron + size);
  const words = kept.subarray(firstNeuron + size);
  const upcoming = allocate(8 * size, () => new Float64Array(size));
  const taken = allocate(8 * size, () => new Float64Array(size));
  const keep = (window: number): void => {
    kept[ofWindow] = window;
    next.set(upcoming);
    words.set(taken);
  };
  for (let k = 0; k < size; k++) {
    points.stream.seek(start + k * every);
    upcoming[k] = points.next(start + k * every, Number.NaN);
    taken[k] = points.stream.word;
  }
  keep(0);
  const place = `populations.${request.name}`;
  let lists: number[][] = [];
  // No window is at hand yet.
  let first = Number.NaN;
  const add = listWriter(request, trainCapacity(source, request));
  const send = (neuron: number, step: number): void => add(lists[step - first] as number[], neuron);
  // Windows reach past the end of a run, so that a fault counts only once its step has come.
  let fault: { readonly step: number; readonly error: unknown } | undefined;
  const drawUntil = (end: number, k: number): number => {
    const neuron = start + k * every;
    let time = upcoming[k] as number;
    let before = -1;
    let inStep = 0;
    try {
      for (;;) {
        const step = drawnStep(time, request);
        if (!(step < end)) return time;
        inStep = step === before ? inStep + 1 : 1;
        before = step;
        if (inStep > mostPoints) throw SPIKES_PER_STEP({ place, most: mostPoints, got: inStep });
        // A process that began before the run sends nothing until the run begins.
        // What is drawn anew may lie so close to the start of the window that it is rounded to before it.
        if (points.keeps(neuron, time) && step >= 0) send(neuron, Math.max(step, first));
        time = points.next(neuron, time);
      }
    } catch (error) {
      if (fault === undefined || before < fault.step) fault = { step: before, error };
      return Number.POSITIVE_INFINITY;
    }
  };
  const fill = (): void => {
    first = kept[ofWindow] as number;
    lists = Array.from({ length: windowSteps }, () => []);
    for (let k = 0; k < size; k++) {
      const neuron = start + k * every;
      // What is drawn anew has words of its own, so that nothing is drawn twice.
      points.stream.seek(neuron, kept[anew], words[k]);
      const known = next[k] as number;
      upcoming[k] = Number.isNaN(known) ? points.next(neuron, first * request.dt) : known;
      upcoming[k] = drawUntil(first + windowSteps, k);
      taken[k] = points.stream.word;
    }
  };
  return {
    at(step) {
      if (first !== kept[ofWindow]) fill();
      while (step >= first + windowSteps) {
        keep(first + windowSteps);
        fill();
      }
      if (fault !== undefined && step >= fault.step) throw fault.error;
      return lists[step - first] ?? [];
    },
  };
}

interface Window {
  start(neuron: number): number;
  stop(neuron: number): number;
}

/** Where the interval after a time begins: never before the window; NaN is before all. */
function startOf({ start }: Window, neuron: number, after: number): number {
  return Number.isNaN(after) ? start(neuron) : Math.max(after, start(neuron));
}

function activeWindow(
  source: { readonly start?: string; readonly stop?: string },
  request: TrainRequest,
  scope: Scopes["of"],
): Window {
  const reader = modelReader(request.population.model, new Map());
  const start = reader.expression(source.start ?? "0*ms");
  const stop = source.stop === undefined ? undefined : reader.expression(source.stop);
  const place = `populations.${request.name}`;
  const next = "Correct the model's window, or the parameters that it reads.";
  return {
    start(neuron) {
      const time = scope(neuron).value(start);
      if (time > Number.NEGATIVE_INFINITY) return time;
      const expected = "a time, or inf for a source that never starts";
      const got = `${time} ms`;
      throw SOURCE_VALUE({ place, neuron, what: "the start of its window", expected, got, next });
    },
    stop(neuron) {
      const time = stop ? scope(neuron).value(stop) : Number.POSITIVE_INFINITY;
      if (!Number.isNaN(time)) return time;
      const expected = "a time, or inf for a source that never stops";
      const what = "the end of its window";
      throw SOURCE_VALUE({ place, neuron, what, expected, got: "NaN ms", next });
    },
  };
}

/** Draws intervals of a neuron at a time, for an age since the last spike. */
type DrawInterval = (neuron: number, at: number, age?: number) => number;

function renewal(
  source: Extract<SourceRecord, { process: "renewal" }>,
  request: TrainRequest,
): Points {
  const { stream, of: scope } = scopes(request);
  const reader = modelReader(request.population.model, new Map());
  const interval = reader.expression(source.interval);
  const active = activeWindow(source, request, scope);
  const changes = (source.changes ?? []).map((text) => reader.expression(text));
  const place = `populations.${request.name}`;
  const draw: DrawInterval = (neuron, at, age) => {
    const drawn = scope(neuron).value(interval, at, age);
    // Else time would stand still, or run backwards.
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
      const what = "the times at which the law of its intervals changes";
      const next = "Correct the model's changes, or the parameters that they read.";
      throw SOURCE_VALUE({ place, neuron, what, expected: "times", got: "NaN ms", next });
    }
    ordered[neuron] = times;
    return times;
  };
  return {
    stream,
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

/** So many draws of which none is long enough mean a chance below 1e-5, or an interval of no use. */
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

/** A rate may pass its bound, or zero, by the rounding of its formula. */
const rounding = 1e-9;

/** Thinning (Lewis & Shedler 1979, doi:10.1002/nav.3800260304). */
function thinned(
  source: Extract<SourceRecord, { process: "poisson" }>,
  request: TrainRequest,
): Points {
  const { stream, of: scope } = scopes(request);
  const reader = modelReader(request.population.model, new Map());
  const rate = reader.expression(source.rate);
  const bound = reader.expression(source.bound);
  const active = activeWindow(source, request, scope);
  const place = `populations.${request.name}`;
  const boundOf = (neuron: number): number => {
    const most = scope(neuron).value(bound);
    if (most >= 0 && most < Number.POSITIVE_INFINITY) return most;
    const expected = "a finite rate from 0 kHz on";
    const next = "Correct the bound, or the parameters that it reads.";
    const got = `${most} kHz`;
    throw SOURCE_VALUE({ place, neuron, what: "the bound of its rate", expected, got, next });
  };
  return {
    stream,
    next(neuron, after) {
      const most = boundOf(neuron);
      const from = startOf(active, neuron, after);
      if (most === 0) return Number.POSITIVE_INFINITY;
      const time = from + stream.exponential() / most;
      return time < active.stop(neuron) ? time : Number.POSITIVE_INFINITY;
    },
    keeps(neuron, time) {
      const own = scope(neuron);
      const most = boundOf(neuron);
      const share = stream.uniform() * most;
      const value = own.value(rate, time);
      if (value >= -rounding * most && value <= most * (1 + rounding)) return share < value;
      const expected = `a rate from 0 to its bound, ${most} kHz`;
      const next = "Raise the bound, or correct the rate.";
      const what = `the rate at ${time} ms`;
      throw SOURCE_VALUE({ place, neuron, what, expected, got: `${value} kHz`, next });
    },
  };
}
