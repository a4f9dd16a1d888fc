import { styleText } from "node:util";
import { type Alignment, table } from "./table.ts";

/** A titled table of `show` and `list`. */
export interface Section {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  readonly alignments?: readonly Alignment[] | undefined;
}

/** Format sections below each other, without empty ones. */
export function printSections(sections: readonly Section[]): string {
  return sections
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows, alignments }) => {
      const lines = table(rows, alignments).map((line) => `  ${line}`);
      return [styleText("bold", title), ...lines].join("\n");
    })
    .join("\n\n");
}
