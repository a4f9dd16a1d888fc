import { csvLine } from "@spikeloom/interop/formats";
import type { MeasuredRun } from "./collect-runs.ts";
import { type ColumnKind, columnTitle, type SweepColumn, sweepColumns } from "./sweep-columns.ts";

/**
 * Write the runs of a sweep as a CSV table, one line per run.
 *
 * Parameters are named by their path, measures `POPULATION.MEASURE`; units are in the header line. Missing measures are empty.
 * Numbers round-trip exactly.
 */
export function sweepTable(runs: readonly MeasuredRun[]): string {
  const columns = sweepColumns(runs);
  const rows = runs.map((_, k) => columns.map(({ values }) => values[k] ?? ""));
  return [columns.map(columnTitle), ...rows].map(csvLine).join("");
}

/**
 * Write the runs of a sweep as a Parquet table with the same columns.
 *
 * Integers have 64 bits, numbers are doubles, strings are UTF-8; missing measures are null.
 */
export async function sweepParquet(runs: readonly MeasuredRun[]): Promise<Uint8Array> {
  // Loaded on demand, as most sweeps do not need it.
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = sweepColumns(runs).map((column) => ({
    name: columnTitle(column),
    data: storedValues(column),
    type: types[column.kind],
    nullable: column.values.includes(undefined),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** Parquet types by column type. */
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
