import { evaluate, parseNeuronModel } from "@spikeloom/equations";
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
import { isNested } from "../plan/resolve-times.ts";
import { type DelayRules, roundDelay } from "../values/delay.ts";
import { readNumbers, readScalar } from "../values/scalar.ts";
import { spikeStep } from "../values/spike-step.ts";
import { kindOfValue } from "../values/value-kind.ts";
import { approximateFunctions } from "./approximate-functions.ts";
import { quietly } from "./collect.ts";
import { parameterValues } from "./parameter-values.ts";
import { stepRules } from "./step-rules.ts";

/** A time that the grid of steps changes, in ms. */
interface Change {
  readonly place: string;
  readonly what: string;
  readonly given: number;
  readonly used: number;
}

/** The largest relative change that is not reported. */
const tolerance = 0.01;

/**
 * Warn of times that rounding to steps changes by more than 1 %.
 *
 * One warning per projection, population, stimulus and recorder, for the value that changes most: delays, refractory periods,
 * spike times, and the starts, stops and durations of stimuli and recorders. Of drawn delays the bounds are checked; values
 * computed by formulas are not.
 */
export function gridChanges(network: NetworkRecord, stack: Stack): readonly SpikeLoomError[] {
  const rules = stepRules(network, new Set());
  if (rules === undefined) return [];
  const { projections = [], populations, stimuli = [], record = [] } = network;
  const names = projectionNames(network);
  const found = [
    ...projections.map((one, k) => quietly(() => delayChange(one, names[k] ?? "", k, rules))),
    ...Object.entries(populations).flatMap(([name, one]) => {
      const place = `populations.${name}`;
      return [
        quietly(() => refractoryChange(one, place, { network, stack, rules })),
        quietly(() => spikeTimesChange(one, place, rules)),
      ];
    }),
    ...stimuli.map((one, k) => quietly(() => stimulusChange(one, `stimuli[${k}]`, rules))),
    ...record.map((one, k) => quietly(() => windowChange(one, `record[${k}]`, rules))),
  ];
  return found.flatMap((change) => (change === undefined ? [] : [warning(change, rules.dt)]));
}

function warning({ place, what, given, used }: Change, dt: number): SpikeLoomError {
  return GRID_CHANGE({ place, what, given: inTime(given), used: inTime(used), dt: inTime(dt) });
}

function inTime(time: number): string {
  return `${Number(time.toPrecision(6))} ms`;
}

/** Compare times as given with those used; undefined where none changes by more than 1 %. */
function largestChange(
  times: Iterable<number>,
  usedOf: (time: number) => number,
): Pick<Change, "given" | "used"> | undefined {
  let largest = tolerance;
  let found: Pick<Change, "given" | "used"> | undefined;
  for (const given of times) {
    const used = usedOf(given);
    const change = Math.abs(used - given) / given;
    // Ten parts in a million of slack: 0.101 ms for 0.1 ms is 1 %, however it is rounded.
    if (!(change > largest * (1 + 1e-5))) continue;
    largest = change;
    found = { given, used };
  }
  return found;
}

const { dimension } = parseUnit("ms");

function delayChange(
  { delay }: ProjectionRecord,
  name: string,
  index: number,
  rules: DelayRules,
): Change | undefined {
  if (delay === undefined) return undefined;
  const place = `projections[${index}].delay`;
  const usedOf = (time: number): number => roundDelay(time, rules, place) * rules.dt;
  const found = largestChange(timesOf(delay, place), usedOf);
  return found && { ...found, place, what: `The delay of ${name}` };
}

/** Read the times of a value; of a draw its bounds. */
function timesOf(value: NonNullable<ProjectionRecord["delay"]>, place: string): Iterable<number> {
  const form = kindOfValue(value, place);
  const read = (one: unknown): number => readScalar(one, { dimension, place });
  switch (form.kind) {
    case "scalar":
      return [read(form.value)];
    case "list":
      return new Set(form.value.map(read));
    case "array":
      return readNumbers(form.value.values, form.value.unit, { dimension, place });
    case "draw": {
      const { low, high, min, max, round } = form.value;
      const bounds = round === undefined ? [low, high, min, max] : [round];
      return bounds.flatMap((bound) => (bound === undefined ? [] : [read(bound)]));
    }
    case "data":
      return form.value.values === undefined
        ? []
        : readNumbers(form.value.values, form.value.unit, { dimension, place });
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

function refractoryChange(
  record: PopulationRecord,
  place: string,
  {
    rules: { dt, convention },
    ...within
  }: { readonly network: NetworkRecord; readonly stack: Stack; readonly rules: DelayRules },
): Change | undefined {
  const { model, parameters } = findModel("neuron", record.model, { ...within, place });
  const refractory = parseNeuronModel(model).spike?.refractory;
  const period = refractory?.for;
  if (period === undefined || refractory?.subStep === true) return undefined;
  const given = { ...parameters, ...record.parameters };
  const used = Object.keys(model.parameters);
  const values = parameterValues(model, { given, used, place });
  const count = Math.max(1, ...[...values.values()].map(({ length }) => length));
  const periods = new Set<number>();
  for (let neuron = 0; neuron < count; neuron++) {
    const scope = (name: string): number | undefined => {
      const found = values.get(name);
      return found?.length === 1 ? found[0] : found?.[neuron];
    };
    periods.add(evaluate(period, { scope, functions: approximateFunctions }));
  }
  const slack = refractorySlack[convention.refractory.rounding ?? "nearest"](dt);
  const found = largestChange(periods, (time) => Math.floor(time / dt + slack) * dt);
  return found && { ...found, place, what: "The refractory period" };
}

function spikeTimesChange(
  { times }: PopulationRecord,
  place: string,
  rules: DelayRules,
): Change | undefined {
  if (times === undefined) return undefined;
  const where = `${place}.times`;
  const usedOf = (time: number): number => spikeStep(time, rules) * rules.dt;
  const lists = isNested(times as never) ? (times as readonly unknown[]) : [times];
  const found = largestChange(spikeTimes(lists, where), usedOf);
  return found && { ...found, place: where, what: "A spike time" };
}

function* spikeTimes(lists: readonly unknown[], place: string): Generator<number> {
  for (const list of lists) {
    if (typeof list !== "object" || list === null || "encoder" in list) continue;
    const form = kindOfValue(list, place);
    if (form.kind === "list") {
      for (const one of form.value) {
        yield typeof one === "number" ? one : readScalar(one, { dimension, place });
      }
    } else if ((form.kind === "array" || form.kind === "data") && form.value.values !== undefined) {
      yield* readNumbers(form.value.values, form.value.unit ?? "ms", { dimension, place });
    }
  }
}

/** Times of a stimulus that are steps; samples of a time array are held by time. */
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

/** The begin, the end and the length of what acts from one step to another. */
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
