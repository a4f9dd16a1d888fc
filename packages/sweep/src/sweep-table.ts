import { csvLine } from "@spikeloom/interop/formats";
import type { MeasuredRun } from "./collect-runs.ts";
import { type ColumnKind, columnTitle, type SweepColumn, sweepColumns } from "./sweep-columns.ts";

/**
 * Write the runs of a sweep as a table in CSV: a line each.
 *
 * Parameters stand under their path, measures under `POPULATION.MEASURE`; units are in the first line. What could not be
 * measured is empty. Numbers are read back as the same ones.
 */
export function sweepTable(runs: readonly MeasuredRun[]): string {
  const columns = sweepColumns(runs);
  const rows = runs.map((_, k) => columns.map(({ values }) => values[k] ?? ""));
  return [columns.map(columnTitle), ...rows].map(csvLine).join("");
}

/**
 * Write the runs of a sweep as a table in Parquet, of the same columns.
 *
 * Integers have 64 bits, numbers are doubles, texts are UTF-8; what could not be measured is null.
 */
export async function sweepParquet(runs: readonly MeasuredRun[]): Promise<Uint8Array> {
  // Loaded where it is asked for, as most sweeps are not.
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = sweepColumns(runs).map((column) => ({
    name: columnTitle(column),
    data: storedValues(column),
    type: types[column.kind],
    nullable: column.values.includes(undefined),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** The types of Parquet. */
const types = {
  integer: "INT64",
  number: "DOUBLE",
  text: "STRING",
  truth: "BOOLEAN",
} as const satisfies Readonly<Record<ColumnKind, string>>;

function storedValues({
  kind,
  values,
}: SweepColumn): (bigint | number | string | boolean | null)[] {
  return values.map((value) => {
    if (value === undefined) return null;
    return kind === "integer" ? BigInt(value) : value;
  });
}
