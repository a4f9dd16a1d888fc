import type { Column, PopulationRequest } from "../../session/session.ts";
import type { PynnCellType } from "../cells/cell-type.ts";
import { NAME, SELECTION, STRUCTURE } from "../errors.ts";
import { Grid2D, Grid3D, Line, type Structure } from "../space/structures.ts";
import { checkGoesOn, type SimulationState, uniqueLabel } from "../state.ts";
import { neuronColumn, type ParameterValue } from "../values/neuron-values.ts";
import { type Stored, toSession } from "../values/stored-values.ts";
import type { Population } from "./group.ts";
import { storedValue, valueContext } from "./group-values.ts";
import { populationGroup } from "./kinds.ts";
import type { PopulationState } from "./population-state.ts";
import { positionsOf } from "./positions.ts";

/** What a population may have beside its size and cell type. */
export interface PopulationOptions {
  readonly structure?: Structure;
  readonly initialValues?: Readonly<Record<string, ParameterValue>>;
  readonly label?: string;
}

/** A number of neurons, or the sides of a grid of them. */
export type PopulationSize = number | readonly number[];

/** Make a population of neurons of one cell type. */
export function makePopulation(
  state: SimulationState,
  size: PopulationSize,
  type: PynnCellType,
  options: PopulationOptions,
): Population {
  checkGoesOn(state, "Population");
  const number = state.populations.length;
  const label = uniqueLabel(state, options.label ?? `population${number}`);
  const { count, structure } = readSize(size, options.structure, label);
  const last = state.populations.at(-1);
  const population: PopulationState = {
    number,
    label,
    size: count,
    firstId: last === undefined ? 0 : last.firstId + last.size,
    type,
    values: parameterValues(state, { label, size: count, type }),
    initial: initialValues(state, { label, size: count, type }, options.initialValues ?? {}),
    structure,
    positions: undefined,
    recorded: new Map(),
    interval: undefined,
    clearedAt: undefined,
    annotations: {},
    segments: [],
  };
  const hasPlaces = options.structure !== undefined || typeof size !== "number";
  state.session.addPopulation(requestOf(state, population, hasPlaces));
  state.populations.push(population);
  return populationGroup(state, population);
}

type Named = Pick<PopulationState, "label" | "size" | "type">;

function parameterValues(
  state: SimulationState,
  { label, size, type }: Named,
): Map<string, Stored> {
  return new Map(
    Object.entries(type.defaults).map(([name, standard]) => {
      const value = type.parameters[name] ?? standard;
      const context = valueContext(state, { size, label }, name);
      return [name, storedValue(value, Array.isArray(standard), context)];
    }),
  );
}

function initialValues(
  state: SimulationState,
  { label, size, type }: Named,
  given: Readonly<Record<string, ParameterValue>>,
): Map<string, Stored> {
  return new Map(
    Object.entries(given).map(([name, value]) => {
      if (!Object.hasOwn(type.units, name)) {
        const known = Object.keys(type.units).join(", ");
        throw NAME({ place: `${label} (${type.name})`, what: "state variable", name, known });
      }
      return [name, neuronColumn(value, valueContext(state, { size, label }, name))];
    }),
  );
}

function requestOf(
  state: SimulationState,
  population: PopulationState,
  hasPlaces: boolean,
): PopulationRequest {
  const { label, size, type, values, initial } = population;
  const request: PopulationRequest = {
    label,
    size,
    cell: type.cell,
    parameters: Object.fromEntries([...values].map(([name, stored]) => [name, toSession(stored)])),
    initial: Object.fromEntries(initial) as Record<string, Column>,
  };
  if (!hasPlaces) return request;
  const positions = new Float64Array(3 * size);
  positionsOf(state, population).forEach((axis, a) => {
    positions.set(axis, a * size);
  });
  return { ...request, positions };
}

function readSize(
  size: PopulationSize,
  structure: Structure | undefined,
  place: string,
): { readonly count: number; readonly structure: Structure } {
  const sides = typeof size === "number" ? [size] : size;
  const count = sides.reduce((product, side) => product * side, 1);
  if (sides.length < 1 || sides.length > 3 || !sides.every((n) => Number.isInteger(n) && n > 0)) {
    const message = "A population has a whole number of neurons, or up to three sides of a grid.";
    throw SELECTION({ place, message, got: String(size) });
  }
  if (typeof size === "number") return { count, structure: structure ?? Line() };
  if (structure !== undefined) {
    const message = "The sides of a grid are a structure already.";
    throw STRUCTURE({ place, message, got: structure.name, next: "Give one of the two." });
  }
  const [nx = 1, ny = 1, nz = 1] = sides;
  if (sides.length === 1) return { count, structure: Line() };
  if (sides.length === 2) return { count, structure: Grid2D({ aspectRatio: nx / ny }) };
  return { count, structure: Grid3D({ aspectRatioXY: nx / ny, aspectRatioXZ: nx / nz }) };
}
