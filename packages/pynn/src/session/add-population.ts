import { SESSION_VALUE } from "../errors.ts";
import type { KnownCell } from "./cells/known-cell.ts";
import { resolveCell } from "./cells/resolve-cell.ts";
import { type Definition, named } from "./definition.ts";
import { populationRecording } from "./recording/population-recording.ts";
import type { Column, Columns, PopulationRequest } from "./session.ts";
import type { SessionPopulation } from "./session-population.ts";
import { checkBounds } from "./values/check-bounds.ts";
import {
  type ColumnRequest,
  type Entry,
  isLists,
  keepColumn,
  keepLists,
  mergeColumn,
  mergeLists,
} from "./values/columns.ts";
import { populationName } from "./values/free-name.ts";
import { checkSize } from "./values/indices.ts";

/** Create a population from its definition, with defaults for missing values. */
export function addPopulation(
  definition: Definition,
  request: PopulationRequest,
): SessionPopulation {
  const { populations, stack, options } = definition;
  const place = `population "${request.label}"`;
  const size = checkSize(request.size, `${place}.size`);
  const cell = resolveCell(request.cell, stack, `${place}.cell`);
  const name = populationName(
    request.label,
    populations.map((one) => one.name),
  );
  const population: SessionPopulation = {
    name,
    size,
    cell,
    parameters: new Map([...cell.parameters].map(([key, row]) => [key, startOf(row.default)])),
    initial: new Map(
      [...cell.variables].flatMap(([key, { initial }]) =>
        initial === undefined ? [] : [[key, initial] as const],
      ),
    ),
    positions: positionsAsked(request.positions, size, `${place}.positions`),
    recording: populationRecording(size, options.timestep),
  };
  setParameters(population, request.parameters, { size, place });
  setInitial(population, request.initial, { size, place });
  return population;
}

/** Set parameters of some or all neurons. */
export function setParameters(
  population: SessionPopulation,
  given: Columns,
  request: ColumnRequest,
): void {
  // If anything is invalid, nothing is set.
  const changed = changedParameters(population, given, request);
  for (const [name, entry] of changed) population.parameters.set(name, entry);
}

/** Compute the new values of parameters; refuse invalid ones. */
export function changedParameters(
  { cell, parameters }: SessionPopulation,
  given: Columns,
  request: ColumnRequest,
): readonly (readonly [name: string, entry: Entry])[] {
  return Object.entries(given).map(([name, entry]): [string, Entry] => {
    const place = `${request.place}.${name}`;
    const row = named(cell.parameters, name, { what: "parameter", place });
    const before = parameters.get(name) ?? startOf(row.default);
    const where = { ...request, place };
    checkBounds(row, entry, place);
    if (Array.isArray(row.default)) {
      return [name, mergeLists(keepLists(before, { ...where, chosen: undefined }), entry, where)];
    }
    if (!isLists(entry)) return [name, mergeColumn(before as Column, entry, where)];
    const message = "This parameter needs a single number per neuron.";
    throw SESSION_VALUE({ place, message, expected: "a column", got: "lists" });
  });
}

/** Set initial values of some or all neurons. */
export function setInitial(
  { cell, initial }: SessionPopulation,
  given: Readonly<Record<string, Column>>,
  request: ColumnRequest,
): void {
  const changed = Object.entries(given).map(([name, column]): [string, Column] => {
    const place = `${request.place}.${name}`;
    named(cell.variables, name, { what: "variable", place });
    const before = initial.get(name);
    if (before === undefined && request.chosen !== undefined) {
      const message =
        "Some neurons cannot be set separately, because only the model determines the initial values of the others.";
      throw SESSION_VALUE({ place, message, next: "Set all neurons at once." });
    }
    return [name, mergeColumn(before ?? 0, column, { ...request, place })];
  });
  for (const [name, column] of changed) initial.set(name, column);
}

function startOf(value: number | readonly number[]): Entry {
  if (typeof value === "number") return value;
  return { values: Float64Array.from(value), offsets: Uint32Array.of(0, value.length) };
}

function positionsAsked(
  positions: PopulationRequest["positions"],
  size: number,
  place: string,
): SessionPopulation["positions"] {
  if (typeof positions === "function") return () => keep(positions());
  const kept = keep(positions);
  return () => kept;

  function keep(given: Float64Array | undefined): Float64Array | undefined {
    if (given === undefined) return undefined;
    return keepColumn(given, { size: 3 * size, place }) as Float64Array;
  }
}

/** The parameter of a cell type with the time constant of a receptor. */
export function decayOf({ parameters }: KnownCell, receptor: string): string | undefined {
  const known = { excitatory: "tau_syn_E", inhibitory: "tau_syn_I" } as const;
  const own = Object.hasOwn(known, receptor) ? known[receptor as keyof typeof known] : undefined;
  return [own, `${receptor}.tau_syn`].find((name) => name !== undefined && parameters.has(name));
}
