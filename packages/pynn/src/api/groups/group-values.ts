import type { Columns, PynnSession } from "../../session/session.ts";
import { checkSpikeTimes, defined } from "../cells/standard-cells.ts";
import { checkRecord } from "../check-arguments.ts";
import { countTo } from "../count-to.ts";
import { NAME } from "../errors.ts";
import { isRandom } from "../random/random-distribution.ts";
import { checkGoesOn, openCopied, type SimulationState } from "../state.ts";
import {
  neuronColumn,
  neuronSequences,
  type ParameterValue,
  type ValueContext,
} from "../values/neuron-values.ts";
import {
  type Got,
  isSequences,
  merged,
  picked,
  type Stored,
  toSession,
} from "../values/stored-values.ts";
import type { GroupPart, Members, PopulationState } from "./population-state.ts";

/** Group whose values are read or changed. */
export interface ValueOwner {
  readonly state: SimulationState;
  readonly members: Members;
  readonly label: string;
  /** Key of random streams. */
  readonly key: string;
}

/** Compute a value for a number of neurons. */
export function storedValue(
  value: ParameterValue,
  isSequence: boolean,
  context: ValueContext,
): Stored {
  if (!isSequence) return neuronColumn(value, context);
  const lists = neuronSequences(value, context);
  if (context.place.endsWith(".spike_times")) checkSpikeTimes(lists, context.place);
  return lists;
}

/** Number and purpose of the requested values. */
interface Wanted {
  readonly size: number;
  readonly label: string;
  readonly key: string;
}

/** Return the source of random parameters: PyNN draws them from a copy of it. */
export function parameterContext(
  state: SimulationState,
  { size, label, key }: Wanted,
  name: string,
): ValueContext {
  return {
    size,
    place: `${label}.${name}`,
    open: ({ rng }) => openCopied(state, rng, `population/${key}.${name}`),
  };
}

/** Return the source of random initial values: PyNN draws them from the source itself, which advances. */
export function initialContext({ size, label, key }: Wanted, name: string): ValueContext {
  return {
    size,
    place: `${label}.${name}`,
    open: ({ rng }) => rng.open(`population/${key}.${name}`),
  };
}

/** Set parameters of all members. */
export function setParameters(
  { state, members, label, key }: ValueOwner,
  values: Readonly<Record<string, ParameterValue | undefined>>,
): void {
  checkGoesOn(state, "set");
  checkRecord(values, `${label}.set`, "tau_m: 20");
  const given = Object.entries(defined(values));
  for (const [name] of given) {
    for (const { population } of members.parts) checkParameter(population, name, label);
  }
  const columns = new Map<GroupPart, Record<string, Stored>>();
  for (const [name, value] of given) {
    const isSequence = isSequenceParameter(members.parts[0]?.population, name);
    const stored = byPart({ state, members, value }, (size) =>
      storedValue(value, isSequence, parameterContext(state, { size, label, key }, name)),
    );
    eachPart(members, stored, (part, update) => {
      columns.set(part, { ...columns.get(part), [name]: update });
    });
  }
  if (columns.size > 1) {
    // All parts change or none: an invalid value for the last one is found before the first one changes.
    for (const [part, updates] of columns) {
      state.session.checkParameters(...sessionChange(part, updates));
    }
  }
  for (const [part, updates] of columns) changePart(state, part, updates);
}

type Updates = Readonly<Record<string, Stored>>;

/** Convert a change of one part for the session. */
function sessionChange(
  { population: { number, size }, neurons }: GroupPart,
  updates: Updates,
): Parameters<PynnSession["setParameters"]> {
  const columns: Columns = Object.fromEntries(
    Object.entries(updates).map(([name, update]) => [name, toSession(update)]),
  );
  return [number, columns, neurons.length === size ? undefined : neurons];
}

/** Change parameters of one part: all of them, or none if the session refuses one. */
function changePart({ session }: SimulationState, part: GroupPart, updates: Updates): void {
  const { population, neurons } = part;
  const { size, values } = population;
  session.setParameters(...sessionChange(part, updates));
  for (const [name, update] of Object.entries(updates)) {
    values.set(name, merged(values.get(name) as Stored, update, { neurons, size }));
  }
}

/** Set initial values of all members; in a simulation in progress they apply when the promise resolves. */
export function setInitial(
  { state, members, label, key }: ValueOwner,
  values: Readonly<Record<string, ParameterValue | undefined>>,
): Promise<void> {
  checkGoesOn(state, "initialize");
  checkRecord(values, `${label}.initialize`, "v: -65");
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    for (const { population } of members.parts) checkVariable(population, name, label);
  }
  const asked: Promise<void>[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const stored = byPart({ state, members, value }, (size) =>
      neuronColumn(value, initialContext({ size, label, key }, name)),
    );
    eachPart(members, stored, (part, update) => {
      const { population, neurons } = part;
      if (isSequences(update)) return;
      const { size } = population;
      const before = population.initial.get(name) ?? population.type.initial[name] ?? 0;
      const whole = neurons.length === size ? undefined : neurons;
      asked.push(state.session.setInitial(population.number, { [name]: update }, whole));
      population.initial.set(name, merged(before, update, { neurons, size }));
    });
  }
  return Promise.all(asked).then(() => undefined);
}

/** Read a parameter of all members: a single value if all are equal. */
export function getParameter({ members, label }: ValueOwner, name: string, simplify: boolean): Got {
  const [only, ...others] = members.parts.map(({ population, neurons }) => {
    checkParameter(population, name, label);
    const stored = population.values.get(name) as Stored;
    return picked(stored, neurons, simplify && members.parts.length === 1);
  });
  if (others.length === 0) return only as Got;
  return picked(joined([only as Got, ...others]), countTo(members.size), simplify);
}

function joined(parts: readonly Got[]): Stored {
  const lists = parts as readonly (Float64Array | readonly Float64Array[])[];
  if (lists.some((one) => !(one instanceof Float64Array))) {
    return lists.flatMap((one) => (one instanceof Float64Array ? [] : one));
  }
  return Float64Array.from((lists as readonly Float64Array[]).flatMap((one) => [...one]));
}

interface Given {
  readonly state: SimulationState;
  readonly members: Members;
  readonly value: ParameterValue;
}

/** Compute values for all members; PyNN draws population by population. */
function byPart({ state, members, value }: Given, compute: (size: number) => Stored): Stored {
  if (!(state.compat && isRandom(value))) return compute(members.size);
  const parts = members.parts.map(({ neurons }) => compute(neurons.length) as Float64Array);
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

function eachPart(
  { parts }: Members,
  stored: Stored,
  act: (part: GroupPart, update: Stored) => void,
): void {
  let from = 0;
  for (const part of parts) {
    const to = from + part.neurons.length;
    act(part, typeof stored === "number" ? stored : stored.slice(from, to));
    from = to;
  }
}

function isSequenceParameter(population: PopulationState | undefined, name: string): boolean {
  return Array.isArray(population?.type.defaults[name]);
}

function checkParameter({ type }: PopulationState, name: string, place: string): void {
  if (Object.hasOwn(type.defaults, name)) return;
  const known = Object.keys(type.defaults).join(", ");
  throw NAME({ place: `${place} (${type.name})`, what: "parameter", name, known });
}

/** Check that neurons have a state variable. */
export function checkVariable(
  { type }: Pick<PopulationState, "type">,
  name: string,
  place: string,
): void {
  if (Object.hasOwn(type.units, name)) return;
  const known = Object.keys(type.units).join(", ");
  throw NAME({ place: `${place} (${type.name})`, what: "state variable", name, known });
}
