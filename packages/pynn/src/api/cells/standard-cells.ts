import { type PynnCell, pynnCells } from "../../map/cells.ts";
import { VALUE } from "../errors.ts";
import type { StandardCellNames } from "./cell-names.ts";
import {
  type CellNames,
  checkParameters,
  type ParameterValues,
  type PynnCellType,
} from "./cell-type.ts";

type Name = keyof StandardCellNames;

/** Creates a PyNN standard cell with these parameters; others have PyNN's defaults. */
export type CellFactory<N extends Name> = (
  parameters?: ParameterValues<StandardCellNames[N]>,
) => PynnCellType<StandardCellNames[N]>;

/** PyNN's standard cells by class name. */
export type StandardCells = { readonly [N in Name]: CellFactory<N> };

/** Create PyNN's standard cells: `standardCells.IF_curr_exp({ tau_m: 10 })`. */
export const standardCells: StandardCells = Object.fromEntries(
  Object.entries(pynnCells).map(([name, row]) => [name, factory(name, row)]),
) as { readonly [N in Name]: never };

function factory(
  name: string,
  row: PynnCell,
): (given?: ParameterValues<CellNames>) => PynnCellType {
  const defaults = Object.fromEntries(
    Object.entries(row.parameters).map(([parameter, { default: value }]) => [parameter, value]),
  );
  const parameterUnits = unitsOf(row.parameters);
  const variables = Object.entries(row.variables ?? {});
  const units = Object.fromEntries(variables.map(([variable, { unit }]) => [variable, unit]));
  const initial = Object.fromEntries(
    variables.flatMap(([variable, one]) =>
      one.initial === undefined ? [] : [[variable, one.initial]],
    ),
  );
  return (given = {}) => {
    checkParameters(given, defaults, name);
    if (name === "SpikeSourceArray") checkSpikeTimes(given["spike_times"]);
    return {
      kind: "cell-type",
      name,
      cell: { kind: "standard", name },
      defaults,
      parameters: defined(given),
      units,
      parameterUnits,
      initial,
      receptors: Object.keys(row.receptors ?? {}),
      conductanceBased: Object.hasOwn(units, "gsyn_exc"),
      injectable: row.receptors !== undefined,
    };
  };
}

/** Name the units of parameters as PyNN does. */
export function unitsOf(rows: PynnCell["parameters"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, { unit }]) => [name, unit === "1" ? "dimensionless" : unit]),
  );
}

/** Remove undefined entries. */
export function defined<T>(given: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}

/** Check that spike times ascend, in each list of a value. */
export function checkSpikeTimes(value: unknown, place = "SpikeSourceArray.spike_times"): void {
  if (!Array.isArray(value) && !(value instanceof Float64Array)) return;
  value.forEach((one: unknown, k: number) => {
    if (typeof one !== "number") checkSpikeTimes(one, `${place}[${k}]`);
    else if (k > 0 && one < (value[k - 1] as number)) {
      const message = "Spike times must be in ascending order.";
      throw VALUE({ place, message, got: `${value[k - 1]}, then ${one}`, next: "Sort them." });
    }
  });
}
