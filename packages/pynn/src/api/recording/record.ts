import { checkOptions, type OptionNames, readNames } from "../check-arguments.ts";
import { RECORDING } from "../errors.ts";
import type { Members, PopulationState } from "../groups/population-state.ts";
import { checkGoesOn, type SimulationState } from "../state.ts";

/** Options of recording. */
export interface RecordOptions {
  /** In ms, a multiple of the step: equal for all variables of a population. */
  readonly samplingInterval?: number;
}

const optionNames: OptionNames<RecordOptions> = { samplingInterval: true };

/** Group whose variables are recorded. */
interface Recorded {
  readonly state: SimulationState;
  readonly members: Members;
  readonly label: string;
}

/** Record additional variables of members; `null` ends all recording of their populations. */
export function recordMembers(
  { state, members, label }: Recorded,
  variables: string | readonly string[] | null,
  options: RecordOptions,
): void {
  checkGoesOn(state, "record");
  checkOptions(options, optionNames, `${label}.record`);
  const populations = new Set(members.parts.map(({ population }) => population));
  if (variables === null) {
    for (const population of populations) stopRecording(state, population);
    return;
  }
  const names = readNames(variables, `${label}.record`);
  for (const population of populations) {
    for (const name of names) checkVariable(population, name);
    setInterval(state, population, options.samplingInterval);
  }
  for (const { population, neurons } of members.parts) {
    for (const name of names) {
      const all = new Set([...(population.recorded.get(name) ?? []), ...neurons]);
      population.recorded.set(name, all);
      ask(state, population, name);
    }
  }
}

/** Return whether a variable of a population's neurons can be recorded. */
export function canRecord({ type }: PopulationState, variable: string): boolean {
  return variable === "spikes" || Object.hasOwn(type.units, variable);
}

function stopRecording(state: SimulationState, population: PopulationState): void {
  for (const name of population.recorded.keys()) {
    state.session.record(population.number, name, new Uint32Array(0));
  }
  population.recorded.clear();
  population.interval = undefined;
}

function ask(state: SimulationState, population: PopulationState, name: string): void {
  const neurons = Uint32Array.from(population.recorded.get(name) ?? []).sort();
  state.session.record(population.number, name, neurons, population.interval);
}

function setInterval(
  state: SimulationState,
  population: PopulationState,
  interval: number | undefined,
): void {
  if (interval === undefined || interval === population.interval) return;
  const place = `${population.label}.record`;
  const steps = interval / state.timestep;
  if (!(steps > 0.5 && Math.abs(steps - Math.round(steps)) < 1e-6 * steps)) {
    const message = "The sampling interval must be a multiple of the step.";
    const expected = `a multiple of ${state.timestep} ms`;
    throw RECORDING({ place, message, expected, got: `${interval} ms` });
  }
  const isOther = population.interval !== undefined || state.session.time > 0;
  if (isOther && [...population.recorded.keys()].some((name) => name !== "spikes")) {
    const message = "All samples of a population must have the same interval.";
    const expected = `${population.interval ?? state.timestep} ms`;
    const next = "Call record(null) first.";
    throw RECORDING({ place, message, expected, got: `${interval} ms`, next });
  }
  population.interval = interval;
  for (const name of population.recorded.keys()) ask(state, population, name);
}

function checkVariable(population: PopulationState, name: string): void {
  if (canRecord(population, name)) return;
  const expected = ["spikes", ...Object.keys(population.type.units)].join(", ");
  const message = `A ${population.type.name} has no such recordable variable.`;
  throw RECORDING({ place: `${population.label}.record`, message, expected, got: name });
}
