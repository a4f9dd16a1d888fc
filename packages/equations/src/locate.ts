/** Position of an error and the text that contains it. */
export interface Location {
  readonly text: string;
  /** Offset from 0. */
  readonly at: number;
  /** Owner of the text: `lif.dynamics.v`. */
  readonly place?: string | undefined;
}

/** Line and column of an offset, both counted from 1 as in editors. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

const window = 72;

/** Find line and column of an offset. */
function lineAndColumn(text: string, at: number): LineAndColumn {
  const before = text.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: at - start + 1 };
}

/** Format a position for a message: `lif.dynamics.v, line 2, column 5`. */
export function describePlace({ text, at, place }: Location): string {
  const { line, column } = lineAndColumn(text, at);
  const where = text.includes("\n") ? `line ${line}, column ${column}` : `column ${column}`;
  return place === undefined ? where : `${place}, ${where}`;
}

/** Print the line of an offset with a caret below the column; long lines are truncated. */
export function pointAt({ text, at }: Location): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const newline = text.indexOf("\n", at);
  const line = text.slice(start, newline < 0 ? text.length : newline).replaceAll(/\s/g, " ");
  const column = at - start;
  const from = column < window ? 0 : column - window / 2;
  const head = from > 0 ? "…" : "";
  const tail = line.length > from + window ? "…" : "";
  const shown = `${head}${line.slice(from, from + window)}${tail}`;
  return `    ${shown}\n    ${" ".repeat(column - from + head.length)}^`;
}
