import { hostFunctions, modelReader } from "@spikeloom/compile";
import { type Expression, evaluate, type FunctionTable } from "@spikeloom/equations";
import type { ConventionRecord, SourceRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { INTERVAL_REDRAWN, SPIKE_TIME, SPIKES_PER_STEP } from "./errors.ts";
import { gammaAbove } from "./gamma-above.ts";

/** The spikes of a source population. */
export interface SpikeTrain {
  /** The neurons that spike in a step, ascending, once for each spike; steps come in order. */
  at(step: number): readonly number[];
  /** The most spikes that a list needs room for. */
  readonly capacity: number;
}

/** What a train is made with. */
export interface TrainRequest {
  readonly name: string;
  readonly population: ResolvedPopulation;
  readonly dt: number;
  readonly seed: number;
  readonly convention: ConventionRecord;
}

/** Make the spike trains of a population whose model is a source. */
export function spikeTrain(source: SourceRecord, request: TrainRequest): SpikeTrain {
  if (source.process === "times") return givenTimes(request);
  return drawnTimes(
    source.process === "renewal" ? renewal(source, request) : thinned(source, request),
    request,
  );
}

/** The step in which a spike at a time is found; -1 and less lie before the first. */
function stepOf(time: number, { dt, convention }: TrainRequest): number {
  // A spike stamped with the end of its step is found one step before its stamp.
  if (convention.spikeStamp === "end") return Math.floor(time / dt + 0.5) - 1;
  return Math.floor(time / dt + 1e-3);
}

function givenTimes(request: TrainRequest): SpikeTrain {
  const { population, name, convention, dt } = request;
  const bySteps = new Map<number, number[]>();
  (population.times ?? []).forEach((times, neuron) => {
    for (const time of times) {
      const step = stepOf(time, request);
      if (step < 0) {
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
  let capacity = 1;
  for (const neurons of bySteps.values()) capacity = Math.max(capacity, neurons.length);
  return { at: (step) => bySteps.get(step) ?? [], capacity };
}

/** Gives the next time of a neuron after the one before. */
type NextTime = (neuron: number, after: number) => number;

const windowSteps = 1024;

/** Draw trains window by window; each neuron has a stream of its own, so windows change nothing. */
function drawnTimes(next: NextTime, request: TrainRequest): SpikeTrain {
  const { population, dt, convention } = request;
  const upcoming = Float64Array.from({ length: population.size }, (_, i) => next(i, Number.NaN));
  // Four spikes of each neuron in a step, and some: a rate for which the step is far too long.
  const capacity = 4 * population.size + 64;
  const place = `populations.${request.name}`;
  let lists: number[][] = [];
  let first = 0;
  const fill = (from: number): void => {
    first = from;
    lists = Array.from({ length: windowSteps }, () => []);
    for (let neuron = 0; neuron < population.size; neuron++) {
      let time = upcoming[neuron] ?? Number.POSITIVE_INFINITY;
      while (time < (from + windowSteps) * dt) {
        const list = lists[Math.floor(time / dt) - from];
        const isTwice = list?.at(-1) === neuron;
        if (!(isTwice && convention.multiplicity === "one")) list?.push(neuron);
        const got = list?.length ?? 0;
        if (got > capacity) throw SPIKES_PER_STEP({ place, most: capacity, got });
        time = next(neuron, time);
      }
      upcoming[neuron] = time;
    }
  };
  fill(0);
  return {
    capacity,
    at(step) {
      if (step >= first + windowSteps) fill(step - (step % windowSteps));
      return lists[step - first] ?? [];
    },
  };
}

interface NeuronScope {
  readonly stream: Stream;
  /** The value at time `t`, and `age` after the last spike. */
  value(expression: Expression, t?: number, age?: number): number;
}

/** Parameters of a neuron and its own random numbers. */
function scopes(request: TrainRequest): (neuron: number) => NeuronScope {
  const { population, seed, name } = request;
  const key = streamKey(seed, `source/${name}`);
  const made: NeuronScope[] = [];
  return (neuron) => {
    const known = made[neuron];
    if (known !== undefined) return known;
    const own = stream(key, neuron);
    const functions: FunctionTable = {
      ...hostFunctions,
      rand: () => own.uniform(),
      randn: () => own.normal(),
      poisson: (mean = 0) => own.poisson(mean),
      exponential: (mean = 1) => mean * own.exponential(),
      gamma: (shape = 1, scale = 1) => scale * own.gamma(shape),
      gamma_above: (shape = 1, least = 0) => gammaAbove(own, shape, least),
    };
    let now = 0;
    let since = 0;
    const scope = (text: string): number | undefined => {
      if (text === "t") return now;
      const value = population.parameters.get(text)?.value;
      if (value === undefined && text === "age") return since;
      return typeof value === "number" ? value : value?.[neuron];
    };
    made[neuron] = {
      stream: own,
      value(expression, t = 0, age = 0) {
        now = t;
        since = age;
        return evaluate(expression, { scope, functions });
      },
    };
    return made[neuron];
  };
}

interface Window {
  start(neuron: number): number;
  stop(neuron: number): number;
}

function activeWindow(
  source: { readonly start?: string; readonly stop?: string },
  request: TrainRequest,
  scope: (neuron: number) => NeuronScope,
): Window {
  const reader = modelReader(request.population.model, new Map());
  const start = reader.expression(source.start ?? "0*ms");
  const stop = source.stop === undefined ? undefined : reader.expression(source.stop);
  return {
    start: (neuron) => scope(neuron).value(start),
    stop: (neuron) => (stop ? scope(neuron).value(stop) : Number.POSITIVE_INFINITY),
  };
}

function renewal(
  source: Extract<SourceRecord, { process: "renewal" }>,
  request: TrainRequest,
): NextTime {
  const scope = scopes(request);
  const reader = modelReader(request.population.model, new Map());
  const interval = reader.expression(source.interval);
  const active = activeWindow(source, request, scope);
  const changes = (source.changes ?? []).map((text) => reader.expression(text));
  const place = `populations.${request.name}`;
  const ordered: Float64Array[] = [];
  return (neuron, after) => {
    const own = scope(neuron);
    const from = Number.isNaN(after) ? active.start(neuron) : after;
    const times = ordered[neuron] ?? Float64Array.from(changes, (at) => own.value(at)).sort();
    ordered[neuron] = times;
    let time = from + own.value(interval, from);
    for (const change of times) {
      if (change <= from) continue;
      if (time <= change) break;
      time = from + intervalAbove(own, interval, { at: change, age: change - from, place });
    }
    return time < active.stop(neuron) ? time : Number.POSITIVE_INFINITY;
  };
}

/** So many draws of which none is long enough mean a chance below 1e-5, or an interval of no use. */
const mostDraws = 1_000_000;

function intervalAbove(
  own: NeuronScope,
  interval: Expression,
  { at, age, place }: { readonly at: number; readonly age: number; readonly place: string },
): number {
  for (let draw = 0; draw < mostDraws; draw++) {
    const drawn = own.value(interval, at, age);
    if (drawn > age) return drawn;
  }
  throw INTERVAL_REDRAWN({ place, at, age, draws: mostDraws });
}

/** Thinning (Lewis & Shedler 1979, doi:10.1002/nav.3800260304). */
function thinned(
  source: Extract<SourceRecord, { process: "poisson" }>,
  request: TrainRequest,
): NextTime {
  const scope = scopes(request);
  const reader = modelReader(request.population.model, new Map());
  const rate = reader.expression(source.rate);
  const bound = reader.expression(source.bound);
  const active = activeWindow(source, request, scope);
  return (neuron, after) => {
    const own = scope(neuron);
    const most = own.value(bound);
    const stop = active.stop(neuron);
    let time = Number.isNaN(after) ? active.start(neuron) : after;
    if (!(most > 0)) return Number.POSITIVE_INFINITY;
    for (;;) {
      time += own.stream.exponential() / most;
      if (!(time < stop)) return Number.POSITIVE_INFINITY;
      if (own.stream.uniform() * most < own.value(rate, time)) return time;
    }
  };
}
