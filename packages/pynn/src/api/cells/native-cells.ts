import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import { parseQuantity } from "@spikeloom/units";
import { modelOf } from "../model-of.ts";
import {
  type CellNames,
  checkParameters,
  type ParameterValues,
  type PynnCellType,
} from "./cell-type.ts";
import { defined } from "./standard-cells.ts";

/** Names of a model: those of its record, or any if it is given by name. */
export interface NativeNames<M extends string | NeuronRecord> {
  readonly numbers: M extends NeuronRecord ? keyof M["parameters"] & string : string;
  readonly lists: M extends NeuronRecord ? never : string;
  readonly variables: string;
  readonly data: string;
  readonly receptors: string;
}

/** Creates neurons of a model, with its own parameter names. */
export type NativeCellFactory<N extends CellNames = CellNames> = (
  parameters?: ParameterValues<N>,
) => PynnCellType<N>;

/**
 * Create a cell type from a model of the stack, by its name or its record.
 *
 * Parameter names are the model's; numbers are in the units of the model's defaults.
 */
export function nativeCells(model: string | NeuronRecord, stack: Stack): NativeCellFactory {
  const record = modelOf(stack, "neuron", model);
  const defaults = Object.fromEntries(
    Object.entries(record.parameters).map(([name, one]) => [name, numberOf(one.default) ?? []]),
  );
  const state = Object.entries(record.state ?? {});
  const read = Object.entries({ ...record.expressions, ...record.outputs });
  const parameterUnits = Object.fromEntries(
    Object.entries(record.parameters).map(([name, one]) => [name, unitOf(one.default)]),
  );
  const units = Object.fromEntries([...state, ...read].map(([name, { unit }]) => [name, unit]));
  const initial = Object.fromEntries(
    state.flatMap(([name, one]) => {
      const value = numberOf(one.initial);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return (given = {}) => {
    checkParameters(given, defaults, record.name);
    return {
      kind: "cell-type",
      name: record.name,
      cell: { kind: "native", model },
      defaults,
      parameters: defined(given),
      units,
      parameterUnits,
      initial,
      receptors: Object.keys(record.receptors ?? {}),
      injectable: Object.keys(record.inputs ?? {}).length > 0 || state.length > 0,
    };
  };
}

function unitOf(input: string | number): string {
  const written = typeof input === "number" ? "" : input.trim().replace(/^[^\s]*\s*/, "");
  return written === "" ? "dimensionless" : written;
}

function numberOf(input: string | number): number | undefined {
  if (typeof input === "number") return input;
  try {
    return parseQuantity(input).value;
  } catch {
    // An expression of parameters: evaluated when the network is built.
    return undefined;
  }
}
