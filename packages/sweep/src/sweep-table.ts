import { csvLine } from "@spikeloom/interop/formats";
import type { MeasuredRun } from "./collect-runs.ts";
import { measures } from "./measures.ts";
import { asQuantity, type ParameterValue } from "./read-values.ts";

/** A parameter of a sweep as numbers, where all its values are numbers of one unit. */
interface SweptParameter {
  readonly path: string;
  /** Empty for plain numbers. */
  readonly unit: string;
  /** In order of the jobs; undefined where some value is no number, or units differ. */
  readonly numbers: readonly number[] | undefined;
  readonly values: readonly ParameterValue[];
}

/** List the parameters of a sweep. */
function sweptParameters(runs: readonly MeasuredRun[]): readonly SweptParameter[] {
  return Object.keys(runs[0]?.parameters ?? {}).map((path) => {
    const values = runs.map(({ parameters }) => parameters[path] as ParameterValue);
    const quantities = values.map(asQuantity);
    const unit = quantities[0]?.unit ?? "";
    const isNumeric = quantities.every((one) => one !== undefined && one.unit === unit);
    const numbers = isNumeric ? quantities.map((one) => one?.value ?? 0) : undefined;
    return { path, unit: isNumeric ? unit : "", numbers, values };
  });
}

/**
 * Write the runs of a sweep as a table in CSV: a line each.
 *
 * Parameters stand under their path, measures under `POPULATION.MEASURE`; units are in the first line. What could not be
 * measured is empty. Numbers are read back as the same ones.
 */
export function sweepTable(runs: readonly MeasuredRun[]): string {
  const parameters = sweptParameters(runs);
  const populations = Object.keys(runs[0]?.measures ?? {});
  const head = [
    ...["job", "seed"],
    ...parameters.map(({ path, unit }) => withUnit(path, unit)),
    ...populations.flatMap((name) => [
      ...measures.map((one) => withUnit(`${name}.${one.name}`, one.unit)),
      `${name}.spikes`,
    ]),
    ...["spike_hash", "diverged"],
  ];
  const rows = runs.map((run, k) => [
    ...[run.job, run.seed],
    ...parameters.map(({ numbers, values }) => numbers?.[k] ?? textOfValue(values[k])),
    ...populations.flatMap((name) => [
      ...measures.map((one) => run.measures[name]?.[one.name] ?? ""),
      run.spikeCounts[name] ?? "",
    ]),
    ...[run.spikeHash, run.diverged],
  ]);
  return [head, ...rows].map(csvLine).join("");
}

function withUnit(name: string, unit: string): string {
  return unit === "" ? name : `${name} (${unit})`;
}

/** Print a value of a parameter. */
export function textOfValue(value: ParameterValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
