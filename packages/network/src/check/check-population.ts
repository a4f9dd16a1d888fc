import { checkModelInFull } from "@spikeloom/equations";
import type {
  NetworkRecord,
  NeuronRecord,
  ParameterRecord,
  PlasticityRecord,
  PopulationRecord,
  Selection,
  Stack,
  SynapseRecord,
  Value,
} from "@spikeloom/kernel";
import { type Dimension, dimensionless, parseUnit } from "@spikeloom/units";
import { isSize } from "../builders/population.ts";
import { checkEncodedTimes, isEncoded } from "../encode/encoded-times.ts";
import { SIZE, SPIKE_TIMES, UNKNOWN_NAME, UNKNOWN_POPULATION } from "../errors.ts";
import { findModel } from "../plan/find-model.ts";
import { unitOfParameter } from "../plan/model-values.ts";
import { readTime } from "../plan/network-step.ts";
import { resolveCoordinates } from "../plan/resolve-population.ts";
import { isNested, resolveTimes } from "../plan/resolve-times.ts";
import { type Chosen, chooseNeurons } from "../plan/selection.ts";
import { unknownPlugin } from "../plan/unknown-plugin.ts";
import { readPeriods } from "../positions/distance.ts";
import type { DelayRules } from "../values/delay.ts";
import { checkValue } from "./check-value.ts";
import type { Collector } from "./collect.ts";
import { checkPinnedStep } from "./pinned-step.ts";

/** Context for checking the parts of a network. */
export interface CheckContext {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly into: Collector;
  /** Places with an invalid shape, reported separately: `populations.E`, `projections[2]`. */
  readonly faulty: ReadonlySet<string>;
  /** Invalid models of the network, reported separately. */
  readonly broken: ReadonlySet<string>;
  /** Step and convention, if both are valid. */
  readonly rules: DelayRules | undefined;
}

/**
 * Size above which populations are not laid out or planned in a check, because that takes memory in proportion to their
 * size; a backend rejects them by its estimate.
 */
export const MOST_PLANNED = 10_000_000;

/** Check a population and return its model, if known. */
export function checkPopulation(name: string, context: CheckContext): NeuronRecord | undefined {
  const { network, stack, into, faulty } = context;
  const record = network.populations[name];
  const place = `populations.${name}`;
  if (record === undefined || faulty.has(place)) return undefined;
  const sized = isSize(record.size);
  if (!sized) into.add([SIZE({ place: `${place}.size`, got: record.size })]);
  if (sized && record.size <= MOST_PLANNED) checkPositions(name, context);
  checkIntegrator(record, place, context);
  into.attempt(() => record.lag !== undefined && readTime(record.lag, `${place}.lag`));
  if (isBroken(record.model, context)) return undefined;
  const found = into.attempt(() =>
    findModel("neuron", record.model, { network, stack, place: `${place}.model` }),
  );
  if (found === undefined) return undefined;
  const { model } = found;
  if (!isSound(record.model, model, { ...context, place: `${place}.model` })) return undefined;
  const length = sized ? record.size : undefined;
  const parameters = { ...found.parameters, ...record.parameters };
  checkParameters(model, parameters, { place, length, record, into });
  checkInitial(model, record, { place, length, into });
  const { rules } = context;
  if (rules !== undefined) into.attempt(() => checkPinnedStep(model, record, { ...rules, place }));
  if (sized) checkTimes(model, name, { ...context, place });
  return model;
}

/** Check a model defined inline; a named model of the network is checked separately. */
export function isSound(
  input: unknown,
  model: NeuronRecord | SynapseRecord | PlasticityRecord,
  { place, into }: { readonly place: string; readonly into: Collector },
): boolean {
  if (typeof input === "string") return true;
  const errors = checkModelInFull(model, place);
  into.add(errors);
  return errors.length === 0;
}

/** Test whether a name refers to an invalid model of the network. */
export function isBroken(
  input: unknown,
  { broken }: { readonly broken: ReadonlySet<string> },
): boolean {
  return typeof input === "string" && broken.has(input);
}

/** Test whether the network has a population; report a missing one. */
export function isPopulation(
  name: string,
  place: string,
  { network: { populations }, into }: CheckContext,
): boolean {
  if (Object.hasOwn(populations, name)) return true;
  into.refuse(() => UNKNOWN_POPULATION({ place, name, known: Object.keys(populations) }));
  return false;
}

/** Select neurons of a population, unless its size is invalid, which is reported separately. */
export function checkSelection(
  selection: Selection | undefined,
  population: string,
  { network, faulty, place }: CheckContext & { readonly place: string },
): Chosen | undefined {
  const { populations } = network;
  const size = Object.hasOwn(populations, population) ? populations[population]?.size : undefined;
  if (faulty.has(`populations.${population}`) || !isSize(size)) return undefined;
  return chooseNeurons(selection, size, `${place}.neurons`);
}

interface Task {
  readonly place: string;
  readonly length: number | undefined;
  readonly into: Collector;
}

function checkParameters(
  model: NeuronRecord,
  parameters: Readonly<Record<string, Value>>,
  { place, length, record, into }: Task & { readonly record: PopulationRecord },
): void {
  const known = new Map(Object.entries(model.parameters));
  const dimensions = [...known].map(([name, parameter]) => [name, dimensionOf(parameter)] as const);
  const names = new Map([...placeNames(record), ...dimensions]);
  checkNamed(parameters, [...known.keys()], {
    what: "parameter",
    model: model.name,
    place: `${place}.parameters`,
    into,
  });
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = known.get(name);
    if (parameter === undefined) continue;
    const unit = unitOfParameter(parameter);
    const where = `${place}.parameters.${name}`;
    checkValue(value, { unit, place: where, names, length, parameter }, into);
  }
}

function checkInitial(model: NeuronRecord, record: PopulationRecord, task: Task): void {
  const { place, length, into } = task;
  const state = model.state ?? {};
  const initial = record.initial ?? {};
  checkNamed(initial, Object.keys(state), {
    what: "variable",
    model: model.name,
    place: `${place}.initial`,
    into,
  });
  const dimensions = Object.entries(model.parameters).map(
    ([name, parameter]) => [name, dimensionOf(parameter)] as const,
  );
  const names = new Map([...placeNames(record), ...dimensions]);
  for (const [name, value] of Object.entries(initial)) {
    const variable = Object.hasOwn(state, name) ? state[name] : undefined;
    if (variable === undefined) continue;
    const own = variable.shared === true ? 1 : length;
    const { unit } = variable;
    checkValue(value, { unit, place: `${place}.initial.${name}`, names, length: own }, into);
  }
}

/** Report names that a model does not have. */
export function checkNamed(
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: {
    readonly what: string;
    readonly model: string;
    readonly place: string;
    readonly into: Collector;
  },
): void {
  const { what, model, place, into } = where;
  const names = new Set(known);
  for (const name of Object.keys(given)) {
    if (names.has(name)) continue;
    into.refuse(() => UNKNOWN_NAME({ place: `${place}.${name}`, name, what, model, known }));
  }
}

/** Names, besides parameters, that formulas of a population may read. */
function placeNames(record: PopulationRecord): ReadonlyMap<string, Dimension> {
  const axes = record.positions === undefined ? [] : ["x", "y", "z"];
  const { dimension } = parseUnit("um");
  return new Map([
    ["i", dimensionless] as const,
    ["N", dimensionless] as const,
    ...axes.map((axis) => [axis, dimension] as const),
  ]);
}

/** Return the dimension of a parameter, which is that of its default. */
function dimensionOf(parameter: ParameterRecord): Dimension {
  return parseUnit(unitOfParameter(parameter)).dimension;
}

function checkTimes(
  model: NeuronRecord,
  population: string,
  { place, into, stack, network }: CheckContext & { readonly place: string },
): void {
  const where = `${place}.times`;
  const takes = model.source?.process === "times";
  const { times, size: all = 0 } = network.populations[population] ?? {};
  if (times === undefined) return;
  if (!takes) {
    const message = `"${model.name}" does not accept spike times.`;
    const next = 'Remove "times", or use a spike-array.';
    into.add([SPIKE_TIMES({ place: where, message, next })]);
    return;
  }
  if (isEncoded(times)) {
    into.attempt(() => checkEncodedTimes(times, { stack, population, size: all }));
    return;
  }
  const load = (): Float64Array => new Float64Array(0);
  // A list shared by all neurons is checked only once.
  const size = isNested(times) ? all : 1;
  into.attempt(() => resolveTimes(times, { size, place: where, load }));
}

function checkPositions(name: string, { network, into }: CheckContext): void {
  const coordinates = into.attempt(() => resolveCoordinates(network, name, 0));
  if (coordinates === undefined) return;
  into.attempt(() => readPeriods(network.space, coordinates.length));
}

function checkIntegrator(
  record: PopulationRecord,
  place: string,
  { stack, into }: CheckContext,
): void {
  const { integrator } = record;
  if (integrator === undefined) return;
  const name = typeof integrator === "string" ? integrator : integrator.name;
  if (stack.find("integrator", name) !== undefined) return;
  const names = stack.list("integrator").map((known) => known.name);
  into.add([unknownPlugin("integrator", name, { place: `${place}.integrator`, names })]);
}
