import { stripVTControlCharacters } from "node:util";

/** Format of a column. */
export type Alignment = "left" | "right";

/** Align rows in columns, two spaces apart; the last column is not padded. */
export function table(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = [],
): readonly string[] {
  // No argument list: a file may have more rows than a call can take.
  const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
  const columns = most(rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, k) =>
    most(rows.map((row) => widthOf(row[k] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((text, k) => pad(text, widths[k] ?? 0, alignments[k] ?? "left"))
      .join("  ")
      .trimEnd(),
  );
}

function pad(text: string, width: number, alignment: Alignment): string {
  const blanks = " ".repeat(Math.max(0, width - widthOf(text)));
  return alignment === "right" ? blanks + text : text + blanks;
}

function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
