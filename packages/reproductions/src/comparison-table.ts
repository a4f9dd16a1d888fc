import type { Comparison } from "./compare.ts";

/** Columns of text, the first left-aligned and the others right-aligned. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? text.padEnd(width) : text.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Print each published number next to the measured one, with the verdict. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const head = ["number", "unit", "measured", "sd", "published", "within", "tier", "verdict"];
  const rows = comparisons.map(({ number, measured, spread, bound, agrees }) => [
    `${number.part}: ${number.name}`,
    number.unit,
    digits(measured, number.tier === "T1" ? 12 : 6),
    Number.isNaN(spread) ? "" : digits(spread, 2),
    digits(number.published, 12),
    digits(bound, 2),
    number.tier,
    agrees ? "agrees" : "DIFFERS",
  ]);
  return alignColumns([head, ...rows]);
}

/** Format a number with this many significant digits, without trailing zeros. */
function digits(value: number, count = 6): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(count))) : "none";
}
