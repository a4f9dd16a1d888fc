import {
  calledFunctions,
  type Expression,
  evaluate,
  parseNeuronModel,
  parsePlasticityModel,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type {
  NetworkRecord,
  PopulationRecord,
  ProjectionRecord,
  SpikeLoomError,
  Stack,
  StimulusRecord,
} from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { GRID_CHANGE } from "../errors.ts";
import { findModel } from "../plan/find-model.ts";
import { readTime } from "../plan/network-step.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { findPopulation, resolvePopulation } from "../plan/resolve-population.ts";
import { isNested } from "../plan/resolve-times.ts";
import { type DelayRules, roundDelay } from "../values/delay.ts";
import { type InPieces, overRanges, whole } from "../values/in-pieces.ts";
import { readNumbersInPieces, readScalar } from "../values/scalar.ts";
import { spikeStep } from "../values/spike-step.ts";
import { kindOfValue } from "../values/value-kind.ts";
import { quietly, quietlyInPieces } from "./collect.ts";
import { parameterValues } from "./parameter-values.ts";
import { sampleDelays } from "./sample-delays.ts";
import { stepRules } from "./step-rules.ts";

/** A time that rounding to steps changes, in ms. */
interface Change {
  readonly place: string;
  readonly what: string;
  readonly given: number;
  readonly used: number | string;
  /** Advice for a value that the file does not state literally. */
  readonly next?: string;
}

/** Network and rules of a check. */
interface Context {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly seed: number;
  readonly rules: DelayRules;
}

/** The largest relative change that is not reported. */
const tolerance = 0.01;

/** Maximum number of neurons of a population whose values are computed. */
const mostNeurons = 4096;

/**
 * Warn about times that rounding to steps changes by more than 1 %.
 *
 * One warning per delay, population, event, stimulus and recorder, for the value that changes most: delays, refractory
 * periods, spike times, intervals of regular sources, and the times of events, stimuli and recorders. Drawn and
 * computed values are evaluated for some synapses and neurons.
 */
export function gridChanges(
  network: NetworkRecord,
  options: GridCheckOptions,
): readonly SpikeLoomError[] {
  return whole(gridChangesInPieces(network, options));
}

/** Context of a check of the grid; the seed defaults to the network's. */
export interface GridCheckOptions {
  readonly stack: Stack;
  readonly seed?: number;
}

/** The same in pieces, because delays and spike times may be long lists. */
export function* gridChangesInPieces(
  network: NetworkRecord,
  { stack, seed = network.seed ?? 0 }: GridCheckOptions,
): InPieces<readonly SpikeLoomError[]> {
  const rules = stepRules(network, new Set());
  if (rules === undefined) return [];
  const context: Context = { network, stack, seed, rules };
  const { projections = [], populations, stimuli = [], record = [] } = network;
  const names = projectionNames(network);
  const found: (Change | undefined)[] = [];
  for (const [k, one] of projections.entries()) {
    const name = names[k] ?? "";
    found.push(yield* quietlyInPieces(delayChange(one, name, k, context)));
    found.push(...projectionChanges(one, name, `projections[${k}]`, context));
    yield 0;
  }
  for (const [name, { times, lag }] of Object.entries(populations)) {
    found.push(...(quietly(() => modelChanges(name, context)) ?? []));
    found.push(quietly(() => windowChange({ from: lag }, `populations.${name}.lag`, rules)));
    found.push(yield* quietlyInPieces(spikeTimesChange(times, `populations.${name}.times`, rules)));
    yield 0;
  }
  found.push(
    ...stimuli.map((one, k) => quietly(() => stimulusChange(one, `stimuli[${k}]`, rules))),
    ...record.map((one, k) => quietly(() => windowChange(one, `record[${k}]`, rules))),
  );
  return found.flatMap((change) => (change === undefined ? [] : [warning(change, rules.dt)]));
}

function warning({ given, used, ...change }: Change, dt: number): SpikeLoomError {
  const told = typeof used === "string" ? used : inTime(used);
  return GRID_CHANGE({ ...change, given: inTime(given), used: told, dt: inTime(dt) });
}

function inTime(time: number): string {
  return `${Number(time.toPrecision(6))} ms`;
}

/** A time as specified and as used. */
interface Times {
  readonly given: number;
  readonly used: number;
}

/**
 * Compare specified times with the times used; returns `found` if none changes by more than it, or by more than 1 %.
 */
function largestChange(
  times: Iterable<number>,
  usedOf: (time: number) => number,
  found?: Times,
): Times | undefined {
  let most = found;
  let largest = found === undefined ? tolerance : changeOf(found);
  for (const given of times) {
    const change = changeOf({ given, used: usedOf(given) });
    // A tolerance of 1e-5, so that 0.101 ms used as 0.1 ms counts as 1 % whatever the rounding error.
    if (!(change > largest * (1 + 1e-5))) continue;
    largest = change;
    most = { given, used: usedOf(given) };
  }
  return most;
}

function changeOf({ given, used }: Times): number {
  return Math.abs(used - given) / given;
}

/** The same for lists of any length. */
function* largestInPieces(
  times: Iterable<number>,
  usedOf: (time: number) => number,
  found?: Times,
): InPieces<Times | undefined> {
  if (!(times instanceof Float64Array)) return largestChange(times, usedOf, found);
  let most = found;
  yield* overRanges(times.length, (from, until) => {
    most = largestChange(times.subarray(from, until), usedOf, most);
    return true;
  });
  return most;
}

const { dimension } = parseUnit("ms");

/** Changes of the times of a projection other than its delay. */
function projectionChanges(
  record: ProjectionRecord,
  name: string,
  place: string,
  context: Context,
): readonly (Change | undefined)[] {
  const { events = {}, modulators = {} } = record;
  const { dt } = context.rules;
  return [
    quietly(() => dendriticChange(record, name, place, context)),
    quietly(() => structureChange(record, name, place, context)),
    ...Object.entries(events).map(([event, source]) =>
      quietly(() =>
        eventChange(source, {
          what: `the event "${event}"`,
          name,
          place: `${place}.events.${event}`,
          dt,
        }),
      ),
    ),
    ...Object.entries(modulators).map(([factor, source]) => {
      if (typeof source !== "object" || !("from" in source)) return undefined;
      const what = `the third factor "${factor}"`;
      return quietly(() =>
        eventChange(source, { what, name, place: `${place}.modulators.${factor}`, dt }),
      );
    }),
  ];
}

function* delayChange(
  { delay }: ProjectionRecord,
  name: string,
  index: number,
  { network, stack, seed, rules }: Context,
): InPieces<Change | undefined> {
  if (delay === undefined) return undefined;
  const place = `projections[${index}].delay`;
  const usedOf = (time: number): number => roundDelay(time, rules, place) * rules.dt;
  const { kind, value } = kindOfValue(delay, place);
  const isComputed = kind === "formula" || (kind === "draw" && value.round === undefined);
  const computed = isComputed
    ? yield* quietlyInPieces(sampleDelays(network, index, { stack, seed }))
    : [];
  const times = yield* timesOf(delay, place);
  const found = largestChange(computed ?? [], usedOf, yield* largestInPieces(times, usedOf));
  const what = kind === "scalar" ? `The delay of ${name}` : `A delay of ${name}`;
  const next =
    kind === "draw"
      ? `Add "round": "${inTime(rules.dt)}" to the draw, or choose a smaller step.`
      : kind === "formula"
        ? "Write a formula that yields multiples of the step, or choose a smaller step."
        : undefined;
  return found && { ...found, place, what, ...(next !== undefined && { next }) };
}

/** The dendritic part of a delay that is a single number. */
function dendriticChange(
  { delay, dendritic }: ProjectionRecord,
  name: string,
  place: string,
  { rules }: Context,
): Change | undefined {
  if (dendritic === undefined || typeof delay !== "string") return undefined;
  const where = `${place}.dendritic`;
  const steps = roundDelay(readTime(delay, `${place}.delay`), rules, `${place}.delay`);
  const used = Math.round(steps * dendritic) * rules.dt;
  const found = largestChange([steps * rules.dt * dendritic], () => used);
  return (
    found && {
      ...found,
      place: where,
      what: `The dendritic part of the delay of ${name}`,
      next: "Choose a fraction that gives whole steps, or a smaller step.",
    }
  );
}

/** The interval at which a rule tests whether to remove synapses. */
function structureChange(
  { plasticity }: ProjectionRecord,
  name: string,
  place: string,
  { network, stack, rules: { dt } }: Context,
): Change | undefined {
  if (plasticity === undefined) return undefined;
  const where = `${place}.plasticity`;
  const { model, parameters } = findModel("plasticity", plasticity, {
    network,
    stack,
    place: where,
  });
  const { structure } = parsePlasticityModel(model);
  if (structure === undefined) return undefined;
  const used = Object.keys(model.parameters);
  const values = parameterValues(model, { given: parameters, used, place: where });
  const scope = (text: string): number | undefined => values.get(text)?.[0];
  const every = evaluate(structure.every, { scope, functions: hostFunctions });
  const found = largestChange([every], (time) => Math.round(time / dt) * dt);
  return found && { ...found, place: where, what: `The interval of structural changes of ${name}` };
}

/** Interval, start or delay of an event; each is rounded to the nearest step. */
function eventChange(
  source: { readonly every?: string; readonly start?: string; readonly delay?: string },
  {
    what,
    name,
    place,
    dt,
  }: {
    readonly what: string;
    readonly name: string;
    readonly place: string;
    readonly dt: number;
  },
): Change | undefined {
  const onGrid = (time: number): number => Math.round(time / dt) * dt;
  for (const [field, word] of [
    ["every", "interval"],
    ["start", "start"],
    ["delay", "delay"],
  ] as const) {
    const text = source[field];
    if (text === undefined) continue;
    const where = `${place}.${field}`;
    const found = largestChange([readTime(text, where)], onGrid);
    if (found !== undefined)
      return { ...found, place: where, what: `The ${word} of ${what} of ${name}` };
  }
  return undefined;
}

/** Read the times of a value; for a draw, its bounds. */
function* timesOf(
  value: NonNullable<ProjectionRecord["delay"]>,
  place: string,
): InPieces<Iterable<number>> {
  const form = kindOfValue(value, place);
  const read = (one: unknown): number => readScalar(one, { dimension, place });
  switch (form.kind) {
    case "scalar":
      return [read(form.value)];
    case "list": {
      const times = new Set<number>();
      yield* overRanges(form.value.length, (from, until) => {
        for (const one of form.value.slice(from, until)) times.add(read(one));
        return true;
      });
      return times;
    }
    case "array":
      return yield* readNumbersInPieces(form.value.values, form.value.unit, { dimension, place });
    case "draw": {
      const { low, high, min, max, round } = form.value;
      const bounds = round === undefined ? [low, high, min, max] : [round];
      return bounds.flatMap((bound) => (bound === undefined ? [] : [read(bound)]));
    }
    case "data":
      return form.value.values === undefined
        ? []
        : yield* readNumbersInPieces(form.value.values, form.value.unit, { dimension, place });
    default:
      return [];
  }
}

/** Tolerance added before a refractory period is truncated to steps; the same as in the compiler. */
const refractorySlack = {
  nearest: () => 0.5,
  floor: () => 1e-3,
  up: (dt: number) => Math.max(0.5, 1 - 5e-4 / dt),
} as const;

/** Refractory periods, and the intervals of a source that sends spikes regularly. */
function modelChanges(
  name: string,
  { network, stack, seed, rules: { dt, convention } }: Context,
): readonly (Change | undefined)[] {
  const place = `populations.${name}`;
  const { model: given } = findPopulation(network, name, place);
  const { model } = findModel("neuron", given, { network, stack, place });
  const { spike, source } = parseNeuronModel(model);
  const refractory = spike?.refractory?.subStep === true ? undefined : spike?.refractory?.for;
  const interval =
    source?.process === "renewal" &&
    ![...calledFunctions(source.interval)].some((name) => drawing.has(name))
      ? source.interval
      : undefined;
  if (refractory === undefined && interval === undefined) return [];
  const options = { stack, seed, functions: hostFunctions, first: mostNeurons };
  const { parameters } = resolvePopulation(network, name, options);
  const slack = refractorySlack[convention.refractory.rounding ?? "nearest"](dt);
  const period =
    refractory &&
    largestChange(
      timesOfNeurons(refractory, parameters),
      (time) => Math.floor(time / dt + slack) * dt,
    );
  const regular =
    interval &&
    largestChange(timesOfNeurons(interval, parameters), (time) => Math.round(time / dt) * dt);
  return [
    period && { ...period, place, what: "The refractory period" },
    regular && {
      given: regular.given,
      used: `${inTime(Math.floor(regular.given / dt) * dt)} or ${inTime(Math.ceil(regular.given / dt) * dt)}`,
      place,
      what: "The interval between spikes",
      next: "The mean interval is preserved; to preserve each one, choose a step that divides it.",
    },
  ];
}

/** Functions that draw random numbers. */
const drawing: ReadonlySet<string> = new Set([
  "rand",
  "randn",
  "poisson",
  "exponential",
  "gamma",
  "gamma_above",
]);

/** Evaluate an expression of the parameters for each neuron whose values are known. */
function timesOfNeurons(
  expression: Expression,
  parameters: ReadonlyMap<string, { readonly value: number | Float64Array }>,
): ReadonlySet<number> {
  const lengths = [...parameters.values()].map(({ value }) =>
    typeof value === "number" ? 1 : value.length,
  );
  const times = new Set<number>();
  for (let neuron = 0; neuron < Math.max(1, ...lengths); neuron++) {
    const scope = (name: string): number | undefined => {
      const value = parameters.get(name)?.value;
      return typeof value === "object" ? value[neuron] : value;
    };
    times.add(evaluate(expression, { scope, functions: hostFunctions }));
  }
  return times;
}

function* spikeTimesChange(
  times: PopulationRecord["times"],
  place: string,
  rules: DelayRules,
): InPieces<Change | undefined> {
  if (times === undefined) return undefined;
  const usedOf = (time: number): number => spikeStep(time, rules) * rules.dt;
  const lists = isNested(times as never) ? (times as readonly unknown[]) : [times];
  let found: Times | undefined;
  for (const list of lists) {
    found = yield* largestInPieces(yield* spikeTimes(list, place), usedOf, found);
    yield 0;
  }
  return found && { ...found, place, what: "A spike time" };
}

function* spikeTimes(list: unknown, place: string): InPieces<Iterable<number>> {
  if (typeof list !== "object" || list === null || "encoder" in list) return [];
  const form = kindOfValue(list as never, place);
  if (form.kind === "list") {
    return form.value.map((one) =>
      typeof one === "number" ? one : readScalar(one, { dimension, place }),
    );
  }
  if ((form.kind !== "array" && form.kind !== "data") || form.value.values === undefined) return [];
  const { values, unit = "ms" } = form.value;
  return yield* readNumbersInPieces(values, unit, { dimension, place });
}

/** Times of a stimulus that are rounded to steps; samples of a time array are held by time. */
function stimulusChange(
  stimulus: StimulusRecord,
  place: string,
  rules: DelayRules,
): Change | undefined {
  if (stimulus.kind === "time-array") return undefined;
  const window = "start" in stimulus || "stop" in stimulus ? stimulus : {};
  const begins =
    stimulus.kind === "steps"
      ? stimulus.times.map((time, k) => readTime(time, `${place}.times[${k}]`))
      : [];
  const { start, stop } = window as { readonly start?: string; readonly stop?: string };
  return windowChange({ from: start, until: stop, begins }, place, rules);
}

/** Start, end and duration of a stimulus that acts between two steps. */
function windowChange(
  {
    from,
    until,
    begins = [],
  }: {
    readonly from?: string | undefined;
    readonly until?: string | undefined;
    readonly begins?: readonly number[];
  },
  place: string,
  { dt }: DelayRules,
): Change | undefined {
  const onGrid = (time: number): number => Math.floor(time / dt + 0.5) * dt;
  const ends = [from, until].flatMap((time) => (time === undefined ? [] : [readTime(time, place)]));
  const time = largestChange([...ends, ...begins], onGrid);
  const [first, last] = ends.length === 2 ? ends : [0, ends[0] ?? 0];
  const length = until === undefined ? undefined : (last ?? 0) - (first ?? 0);
  const used = onGrid(last ?? 0) - onGrid(first ?? 0);
  const duration = length === undefined ? undefined : largestChange([length], () => used);
  if (time !== undefined) return { ...time, place, what: "A time" };
  return duration && { ...duration, place, what: "The duration" };
}
