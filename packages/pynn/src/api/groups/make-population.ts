import type { Column, PopulationRequest } from "../../session/session.ts";
import type { CellNames, PynnCellType, VariableValues } from "../cells/cell-type.ts";
import { defined } from "../cells/standard-cells.ts";
import {
  checkKind,
  checkOptions,
  checkRecord,
  checkText,
  type OptionNames,
} from "../check-arguments.ts";
import { SELECTION, STRUCTURE } from "../errors.ts";
import { show } from "../show.ts";
import type { Positions } from "../space/space.ts";
import { Grid2D, Grid3D, Line, type Structure } from "../space/structures.ts";
import { checkGoesOn, type SimulationState, uniqueLabel } from "../state.ts";
import { neuronColumn } from "../values/neuron-values.ts";
import { type Stored, toSession } from "../values/stored-values.ts";
import type { Population } from "./group.ts";
import { checkVariable, initialContext, parameterContext, storedValue } from "./group-values.ts";
import { populationGroup } from "./kinds.ts";
import type { PopulationState } from "./population-state.ts";
import { positionsOf } from "./positions.ts";

/** Options of a population besides its size and cell type. */
export interface PopulationOptions<N extends CellNames = CellNames> {
  readonly structure?: Structure;
  readonly initialValues?: VariableValues<N>;
  readonly label?: string;
}

const optionNames: OptionNames<PopulationOptions> = {
  structure: true,
  initialValues: true,
  label: true,
};

/** A number of neurons, or the dimensions of a grid. */
export type PopulationSize = number | readonly number[];

/** Create a population of neurons of one cell type. */
export function makePopulation(
  state: SimulationState,
  size: PopulationSize,
  type: PynnCellType,
  options: PopulationOptions,
): Population {
  checkGoesOn(state, "Population");
  checkOptions(options, optionNames, "Population");
  checkKind(type, "cell-type", "Population");
  const number = state.populations.length;
  const label = options.label ?? `population${number}`;
  checkText(label, "Population.label");
  const key = uniqueLabel(state, label);
  const { count, structure } = readSize(size, options.structure, label);
  const last = state.populations.at(-1);
  const population: PopulationState = {
    number,
    label,
    key,
    size: count,
    // PyNN counts from 1.
    firstId: last === undefined ? 1 : last.firstId + last.size,
    type,
    values: parameterValues(state, { label, key, size: count, type }),
    initial: initialValues({ label, key, size: count, type }, options.initialValues),
    structure,
    positions: undefined,
    recorded: new Map(),
    interval: undefined,
    recordedFrom: state.session.time,
    isCleared: false,
    annotations: {},
    segments: [],
  };
  const hasPlaces = options.structure !== undefined || typeof size !== "number";
  state.session.addPopulation(requestOf(state, population, hasPlaces));
  state.populations.push(population);
  return populationGroup(state, population);
}

type Named = Pick<PopulationState, "label" | "key" | "size" | "type">;

function parameterValues(state: SimulationState, population: Named): Map<string, Stored> {
  const { type } = population;
  return new Map(
    Object.entries(type.defaults).map(([name, standard]) => {
      const value = type.parameters[name] ?? standard;
      const context = parameterContext(state, population, name);
      return [name, storedValue(value, Array.isArray(standard), context)];
    }),
  );
}

function initialValues(
  population: Named,
  given: VariableValues<CellNames> = {},
): Map<string, Stored> {
  checkRecord(given, "Population.initialValues", "v: -65");
  return new Map(
    Object.entries(defined(given)).map(([name, value]) => {
      checkVariable(population, name, population.label);
      return [name, neuronColumn(value, initialContext(population, name))];
    }),
  );
}

function requestOf(
  state: SimulationState,
  population: PopulationState,
  hasPlaces: boolean,
): PopulationRequest {
  const { key, size, type, values, initial } = population;
  const request: PopulationRequest = {
    label: key,
    size,
    cell: type.cell,
    parameters: Object.fromEntries([...values].map(([name, stored]) => [name, toSession(stored)])),
    initial: Object.fromEntries(initial) as Record<string, Column>,
  };
  return {
    ...request,
    positions() {
      if (!hasPlaces && population.positions === undefined) return undefined;
      return endToEnd(positionsOf(state, population), size);
    },
  };
}

function endToEnd(axes: Positions, size: number): Float64Array {
  const positions = new Float64Array(3 * size);
  axes.forEach((axis, a) => {
    positions.set(axis, a * size);
  });
  return positions;
}

function readSize(
  size: PopulationSize,
  structure: Structure | undefined,
  place: string,
): { readonly count: number; readonly structure: Structure } {
  if (structure !== undefined) checkKind(structure, "structure", `${place}.structure`);
  const sides = Array.isArray(size) ? (size as readonly number[]) : [size as number];
  const count = sides.reduce((product, side) => product * side, 1);
  if (sides.length < 1 || sides.length > 3 || !sides.every((n) => Number.isInteger(n) && n > 0)) {
    const message =
      "The size of a population must be an integer, or up to three dimensions of a grid.";
    throw SELECTION({ place, message, got: show(size) });
  }
  if (typeof size === "number") return { count, structure: structure ?? Line() };
  if (structure !== undefined) {
    const message = "Grid dimensions already define a structure.";
    throw STRUCTURE({ place, message, got: structure.name, next: "Pass only one of the two." });
  }
  const [nx = 1, ny = 1, nz = 1] = sides;
  if (sides.length === 1) return { count, structure: Line() };
  if (sides.length === 2) return { count, structure: Grid2D({ aspectRatio: nx / ny }) };
  return { count, structure: Grid3D({ aspectRatioXY: nx / ny, aspectRatioXZ: nx / nz }) };
}
