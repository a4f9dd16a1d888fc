import type { Column, Columns, Lists } from "../session/session.ts";
import { checkParameters } from "./cells/cell-type.ts";
import { defined } from "./cells/standard-cells.ts";
import { checkKind, checkNumber, checkText } from "./check-arguments.ts";
import { SELECTION, VALUE } from "./errors.ts";
import { fromElsewhere, type Members, membersOf, type Neurons } from "./groups/population-state.ts";
import { type AnalogSignal, analogSignal } from "./recording/neo.ts";
import { show } from "./show.ts";
import { checkGoesOn, type SimulationState } from "./state.ts";

interface CurrentNames {
  readonly DCSource: "amplitude" | "start" | "stop";
  readonly ACSource: "amplitude" | "start" | "stop" | "frequency" | "offset" | "phase";
  readonly StepCurrentSource: "times" | "amplitudes";
  readonly NoisyCurrentSource: "mean" | "stdev" | "start" | "stop" | "dt";
}

type CurrentValue = number | readonly number[] | Float64Array;

type CurrentValues<Names extends string> = {
  readonly [Name in Names]?: ValueOf<Name>;
};

type ValueOf<Name extends string> = string extends Name
  ? CurrentValue
  : Name extends "times" | "amplitudes"
    ? readonly number[] | Float64Array
    : number;

/** A current that can be injected into neurons. */
export interface CurrentSource<Names extends string = string> {
  readonly kind: "current";
  /** PyNN's class name. */
  readonly name: string;
  /** Inject it into a group, one neuron, or each neuron of a list. */
  injectInto(target: Neurons | readonly Neurons[]): void;
  get<Name extends Names>(name: Name): ValueOf<Name>;
  /** Change parameters; changes act from the next step on. */
  set(values: CurrentValues<Names>): void;
  /** Return the current in nA at each step from 0 ms to now. */
  getData(): AnalogSignal;
  readonly [sessionCurrent]: number;
  readonly [injection]: (members: Members, label: string) => void;
}

const sessionCurrent: unique symbol = Symbol("current");
const injection: unique symbol = Symbol("inject");

const ever = { start: 0, stop: 1e12 };

const defaultsOf: Readonly<
  Record<keyof CurrentNames, Readonly<Record<string, number | readonly number[]>>>
> = {
  DCSource: { amplitude: 1, ...ever },
  ACSource: { amplitude: 1, ...ever, frequency: 10, offset: 0, phase: 0 },
  StepCurrentSource: { times: [], amplitudes: [] },
  NoisyCurrentSource: { mean: 0, stdev: 1, ...ever, dt: 0.1 },
};

/** PyNN's current sources by class name. */
export type CurrentSources = {
  readonly [N in keyof CurrentNames]: (
    parameters?: CurrentValues<CurrentNames[N]>,
  ) => CurrentSource<CurrentNames[N]>;
};

/** Create the current sources of a simulation. */
export function currentSources(state: SimulationState): CurrentSources {
  return Object.fromEntries(
    Object.keys(defaultsOf).map((name) => [
      name,
      (given: CurrentValues<string> = {}) => makeSource(state, name as keyof CurrentNames, given),
    ]),
  ) as unknown as CurrentSources;
}

/** Inject a current into neurons. */
export function injectCurrent(source: CurrentSource, members: Members, label: string): void {
  source[injection](members, label);
}

function makeSource(
  state: SimulationState,
  name: keyof CurrentNames,
  given: CurrentValues<string>,
): CurrentSource {
  checkGoesOn(state, name);
  checkParameters(given, defaultsOf[name], name);
  checkForms(name, given);
  const values: Record<string, CurrentValue> = { ...defaultsOf[name], ...defined(given) };
  checkSteps(name, values);
  const number = state.session.addCurrent({ kind: name, parameters: columnsOf(values) });
  function inject(members: Members, label: string): void {
    checkGoesOn(state, "inject");
    checkInjectable(state, members, label);
    for (const { population, neurons } of members.parts) {
      state.session.inject(number, population.number, neurons);
    }
  }
  return {
    kind: "current",
    name,
    injectInto(target) {
      const all = targetsOf(target, `${name}.injectInto`);
      for (const { [membersOf]: members, label } of all) checkInjectable(state, members, label);
      for (const { [membersOf]: members, label } of all) inject(members, label);
    },
    get(parameter) {
      checkText(parameter, `${name}.get`);
      checkParameters({ [parameter]: 0 }, defaultsOf[name], name);
      return values[parameter] as ValueOf<typeof parameter>;
    },
    set(update) {
      checkGoesOn(state, "set");
      checkParameters(update, defaultsOf[name], name);
      checkForms(name, update);
      checkSteps(name, { ...values, ...update });
      Object.assign(values, defined(update));
      state.session.setCurrent(number, columnsOf(update));
    },
    getData: () => trace(state, number),
    [sessionCurrent]: number,
    [injection]: inject,
  };
}

const kinds = ["population", "view", "assembly", "neuron"] as const;

function targetsOf(target: Neurons | readonly Neurons[], place: string): readonly Neurons[] {
  if (!isList(target)) {
    checkKind(target, kinds, place);
    return [target];
  }
  if (target.length === 0) {
    throw SELECTION({ place, message: "A current needs at least one target neuron.", got: "[]" });
  }
  for (const [k, one] of target.entries()) checkKind(one, kinds, `${place}[${k}]`);
  return target;
}

function isList(target: Neurons | readonly Neurons[]): target is readonly Neurons[] {
  return Array.isArray(target);
}

/** Check that all members accept a current and belong to its simulation. */
function checkInjectable(state: SimulationState, members: Members, place: string): void {
  const other = fromElsewhere(state.populations, members);
  if (other !== undefined) {
    const message = `"${other.label}" belongs to another simulation.`;
    throw SELECTION({ place, message, next: "Use a current source created by the same setup()." });
  }
  const { type } = members.parts.find(({ population }) => !population.type.injectable)
    ?.population ?? { type: undefined };
  if (type === undefined) return;
  throw SELECTION({ place, message: `A ${type.name} does not accept currents.` });
}

function trace({ session, timestep }: SimulationState, number: number): AnalogSignal {
  return analogSignal({
    name: "i",
    units: "nA",
    values: session.currentTrace(number),
    tStart: 0,
    samplingPeriod: timestep,
    population: "",
    ids: Uint32Array.of(number),
    indices: Uint32Array.of(0),
  });
}

function columnsOf(values: Readonly<Record<string, CurrentValue | undefined>>): Columns {
  return Object.fromEntries(
    Object.entries(defined(values)).map(([name, value]) => [name, columnOf(value)] as const),
  );
}

function columnOf(value: CurrentValue): Column | Lists {
  if (typeof value === "number") return value;
  const list = Float64Array.from(value);
  return { values: list, offsets: Uint32Array.of(0, list.length) };
}

/** Check that parameters are numbers, or lists if their defaults are. */
function checkForms(
  name: keyof CurrentNames,
  values: Readonly<Record<string, CurrentValue | undefined>>,
): void {
  for (const [parameter, value] of Object.entries(defined(values))) {
    const place = `${name}.${parameter}`;
    if (!Array.isArray(defaultsOf[name][parameter])) checkNumber(value, place);
    else if (!Array.isArray(value) && !(value instanceof Float64Array)) {
      throw VALUE({ place, message: "A list of numbers is expected here.", got: show(value) });
    } else for (const [k, one] of value.entries()) checkNumber(one, `${place}[${k}]`);
  }
}

function checkSteps(
  name: string,
  values: Readonly<Record<string, CurrentValue | undefined>>,
): void {
  const { times, amplitudes } = values;
  if (name !== "StepCurrentSource" || typeof times === "number" || typeof amplitudes === "number")
    return;
  const [at, to] = [Array.from(times ?? []), Array.from(amplitudes ?? [])];
  const place = "StepCurrentSource.times";
  if (at.length !== to.length) {
    const message = "There must be one amplitude per time.";
    throw VALUE({ place, message, expected: `${at.length} amplitudes`, got: String(to.length) });
  }
  at.forEach((time, k) => {
    if (time >= 0 && (k === 0 || time > (at[k - 1] as number))) return;
    const message = "Times must be non-negative and strictly ascending.";
    throw VALUE({ place: `${place}[${k}]`, message, got: String(time) });
  });
}
