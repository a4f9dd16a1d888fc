import type { FunctionTable } from "@spikeloom/equations";
import {
  type NetworkRecord,
  type NeuronRecord,
  ownValue,
  type ParameterRecord,
  type PopulationRecord,
  type Stack,
  type StateRecord,
  type Value,
} from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { isEncoded, resolveEncodedTimes } from "../encode/encoded-times.ts";
import { UNKNOWN_POPULATION } from "../errors.ts";
import { type Coordinates, placeNeurons } from "../positions/place-neurons.ts";
import { type NamedValue, resolveValue } from "../values/resolve-value.ts";
import { withPlace } from "../values/scalar.ts";
import type { DataLoader } from "../values/value-kind.ts";
import { checkBounds } from "./check-bounds.ts";
import { movingStream } from "./entity-streams.ts";
import { findModel } from "./find-model.ts";
import { initialValue, isFormula, unitOfParameter } from "./model-values.ts";
import { isNested, resolveTimes } from "./resolve-times.ts";

/** Context for resolving populations and projections. */
export interface ResolveOptions {
  readonly stack: Stack;
  readonly seed: number;
  /** `exp`, `log`, `sin`, `power`, ... as the simulation computes them. */
  readonly functions?: FunctionTable;
  readonly load?: DataLoader;
  /** Compute only this many neurons of each population, the first ones: enough to determine its properties. */
  readonly first?: number | undefined;
  /** Whether to place neurons even if no value reads their positions; true by default. */
  readonly isPlaced?: boolean | undefined;
}

/**
 * A population with all values as numbers in internal units.
 *
 * These are ms, mV, pA, nS, pF, Gohm.
 */
export interface ResolvedPopulation {
  readonly model: NeuronRecord;
  readonly size: number;
  readonly parameters: ReadonlyMap<string, NamedValue>;
  readonly initial: ReadonlyMap<string, NamedValue>;
  readonly coordinates: Coordinates | undefined;
  /** Spike times of each neuron in milliseconds, for sources of given times. */
  readonly times: readonly Float64Array[] | undefined;
}

/** Compute parameters, initial values, positions and spike times of a population. */
export function resolvePopulation(
  network: NetworkRecord,
  name: string,
  options: ResolveOptions,
): ResolvedPopulation {
  const record = findPopulation(network, name, `populations.${name}`);
  const place = `populations.${name}`;
  const { stack, first } = options;
  const found = findModel("neuron", record.model, { network, stack, place: `${place}.model` });
  const { model } = found;
  const { size } = record;
  // Placing neurons takes memory for all of them, so an outline of a few neurons omits it if nothing reads positions.
  const isPlaced = (first === undefined && options.isPlaced !== false) || readsPlaces(record);
  const coordinates = isPlaced ? resolveCoordinates(network, name, options.seed) : undefined;
  const task: Task = { name, size, options, positions: positionNames(coordinates) };
  const parameters = resolveParameters(model, { ...found.parameters, ...record.parameters }, task);
  const initial = resolveInitial(model, record, { ...task, parameters });
  const times = timesOf(network, name, options);
  return { model, size, parameters, initial, coordinates, times };
}

function timesOf(
  network: NetworkRecord,
  name: string,
  { stack, seed, load, first }: ResolveOptions,
): readonly Float64Array[] | undefined {
  const { times, size } = findPopulation(network, name, `populations.${name}`);
  if (isEncoded(times)) {
    // Encoding takes time in proportion to the number of values, and a few neurons suffice to determine their
    // properties.
    if (first !== undefined) return Array.from({ length: size }, () => new Float64Array(0));
    return resolveEncodedTimes(times, { stack, network, population: name, size, seed, load });
  }
  const timed = first !== undefined && !isNested(times) ? Math.min(first, size) : size;
  return resolveTimes(times, { size: timed, place: `populations.${name}.times`, load });
}

function readsPlaces({ parameters, initial }: PopulationRecord): boolean {
  const reads = (value: Value): boolean =>
    typeof value === "object" && "formula" in value && /\b[xyz]\b/u.test(value.formula);
  return [parameters, initial].some((given) => Object.values(given ?? {}).some(reads));
}

/** Find a population by name, or throw an error with the nearest name. */
export function findPopulation(
  network: NetworkRecord,
  name: string,
  place: string,
): PopulationRecord {
  const found = Object.hasOwn(network.populations, name) ? network.populations[name] : undefined;
  if (found !== undefined) return found;
  throw UNKNOWN_POPULATION({ place, name, known: Object.keys(network.populations) });
}

/** Compute the positions of a population's neurons; undefined if it has none. */
export function resolveCoordinates(
  network: NetworkRecord,
  name: string,
  seed: number,
): Coordinates | undefined {
  const { positions, size } = findPopulation(network, name, `populations.${name}`);
  if (positions === undefined) return undefined;
  const place = `populations.${name}.positions`;
  return placeNeurons(positions, { size, place, stream: movingStream(seed, `position/${name}`) });
}

interface Task {
  readonly name: string;
  readonly size: number;
  readonly options: ResolveOptions;
  readonly positions: readonly (readonly [string, NamedValue])[];
}

function positionNames(
  coordinates: Coordinates | undefined,
): readonly (readonly [string, NamedValue])[] {
  const { dimension } = parseUnit("um");
  const axes = ["x", "y", "z"];
  return (coordinates ?? []).map(
    (value, axis) => [axes[axis] ?? "", { dimension, value }] as const,
  );
}

function resolveParameters(
  model: NeuronRecord,
  given: Readonly<Record<string, Value>>,
  task: Task,
): ReadonlyMap<string, NamedValue> {
  const place = `populations.${task.name}.parameters`;
  const resolved = new Map<string, NamedValue>();
  const entries = Object.entries(model.parameters).map(
    ([name, parameter]) => [name, parameter, ownValue(given, name) ?? parameter.default] as const,
  );
  // Formulas may read other parameters, so plain values are resolved first.
  const ordered = [
    ...entries.filter(([, , value]) => !isFormula(value)),
    ...entries.filter(([, , value]) => isFormula(value)),
  ];
  for (const [name, parameter, value] of ordered) {
    const purpose = `parameter/${task.name}/${name}`;
    const where = { purpose, place: `${place}.${name}`, unit: unitOfParameter(parameter) };
    const found = resolveOne(value, where, { ...task, names: resolved });
    checkBounds(parameter, found.value, where.place);
    resolved.set(name, found);
  }
  return new Map(entries.flatMap(([name]) => entryOf(resolved, name)));
}

function entryOf(map: ReadonlyMap<string, NamedValue>, name: string): [string, NamedValue][] {
  const found = map.get(name);
  return found === undefined ? [] : [[name, found]];
}

function resolveInitial(
  model: NeuronRecord,
  record: PopulationRecord,
  task: Task & { readonly parameters: ReadonlyMap<string, NamedValue> },
): ReadonlyMap<string, NamedValue> {
  const entries = Object.entries(model.state ?? {}).map(([name, state]) => {
    const value = ownValue(record.initial, name) ?? initialValue(state.initial);
    const purpose = `initial/${task.name}/${name}`;
    const place = `populations.${task.name}.initial.${name}`;
    const size = state.shared === true ? 1 : task.size;
    const names = task.parameters;
    const where = { purpose, place, unit: state.unit };
    const found = resolveOne(value, where, { ...task, size, names });
    if (state.type === "integer") checkBounds(rangeOf(state), found.value, place);
    return [name, found] as const;
  });
  return new Map(entries);
}

/** Range of an integer state, in the form of parameter bounds. */
function rangeOf({ about, bits, signed = true }: StateRecord): ParameterRecord {
  const whole = { default: 0, about, type: "integer" } as const;
  if (bits === undefined) return whole;
  const least = signed ? -(2 ** (bits - 1)) : 0;
  return { ...whole, min: least, max: least + 2 ** bits - 1 };
}

function resolveOne(
  value: Value,
  where: { readonly purpose: string; readonly place: string; readonly unit: string },
  task: Task & { readonly names: ReadonlyMap<string, NamedValue> },
): NamedValue {
  const { functions, load, seed, first } = task.options;
  const { place, unit, purpose } = where;
  let stream: ReturnType<typeof movingStream> | undefined;
  const resolved = resolveValue(value, {
    size: task.size,
    first,
    unit,
    place,
    stream(neuron) {
      stream ??= movingStream(seed, purpose);
      return stream(neuron);
    },
    // Only formulas read names, and there may be many of them.
    names: isFormula(value) ? new Map([...task.positions, ...task.names]) : task.names,
    ...(functions && { functions }),
    ...(load && { load }),
  });
  return { dimension: withPlace(place, () => parseUnit(unit)).dimension, value: resolved };
}
