import type { ParameterValue } from "@spikeloom/network";
import type { MeasuredRun } from "./collect-runs.ts";
import { takenMeasures } from "./measures.ts";
import { asQuantity } from "./read-values.ts";

/** A parameter of a sweep, as numbers if all values are numbers with one unit. */
export interface SweptValues {
  readonly path: string;
  /** Empty for plain numbers and non-numeric values. */
  readonly unit: string;
  /** One value per run: numbers, or strings if some value is not a number or units differ. */
  readonly values: readonly number[] | readonly string[];
}

/** Type of a column's values. */
export type ColumnKind = "integer" | "number" | "text" | "truth";

/** Column of a sweep's table, with one value per run. */
export interface SweepColumn {
  readonly name: string;
  /** Empty if it has none. */
  readonly unit: string;
  readonly kind: ColumnKind;
  /** Undefined if missing, for example if a measure could not be computed. */
  readonly values: readonly (number | string | boolean | undefined)[];
}

/** List the parameters of a sweep with their values. */
export function sweptValues(runs: readonly MeasuredRun[]): readonly SweptValues[] {
  return Object.keys(runs[0]?.parameters ?? {}).map((path) => {
    const values = runs.map(({ parameters }) => parameters[path] as ParameterValue);
    const quantities = values.map(asQuantity);
    const unit = quantities[0]?.unit ?? "";
    const numbers = quantities.flatMap((one) => (one?.unit === unit ? [one.value] : []));
    if (numbers.length === values.length) return { path, unit, values: numbers };
    return { path, unit: "", values: values.map(textOfValue) };
  });
}

/**
 * Arrange the runs of a sweep in columns.
 *
 * Parameters are named by their path, measures `POPULATION.MEASURE`. A column of plain numbers has integer type if all its values
 * are integers.
 */
export function sweepColumns(runs: readonly MeasuredRun[]): readonly SweepColumn[] {
  const populations = Object.keys(runs[0]?.measures ?? {});
  const taken = takenMeasures(runs);
  const column = (
    name: string,
    kind: ColumnKind,
    take: (run: MeasuredRun) => SweepColumn["values"][number],
  ): SweepColumn => ({ name, unit: "", kind, values: runs.map(take) });
  return [
    column("job", "integer", ({ job }) => job),
    column("seed", "integer", ({ seed }) => seed),
    ...sweptValues(runs).map(({ path: name, unit, values }) => {
      return { name, unit, kind: kindOf(values, unit), values };
    }),
    ...populations.flatMap((name) => [
      ...taken.map(({ name: measure, unit }) => ({
        ...column(`${name}.${measure}`, "number", (run) => run.measures[name]?.[measure]),
        unit,
      })),
      column(`${name}.spikes`, "integer", (run) => run.spikeCounts[name]),
    ]),
    column("spike_hash", "text", ({ spikeHash }) => spikeHash),
    column("diverged", "truth", ({ diverged }) => diverged),
  ];
}

function kindOf(values: SweptValues["values"], unit: string): ColumnKind {
  if (typeof values[0] === "string") return "text";
  return unit === "" && values.every(Number.isSafeInteger) ? "integer" : "number";
}

/** Return the header of a column: its name with its unit. */
export function columnTitle({ name, unit }: Pick<SweepColumn, "name" | "unit">): string {
  return unit === "" ? name : `${name} (${unit})`;
}

/** Print a value of a parameter. */
export function textOfValue(value: ParameterValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
