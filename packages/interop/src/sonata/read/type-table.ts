import { SONATA_DATA } from "../errors.ts";

/** Attributes of one type of nodes or edges, by name; missing values are omitted. */
export type TypeRow = ReadonlyMap<string, string | number>;

/** Types of nodes or edges. */
export interface TypeTable {
  readonly columns: readonly string[];
  /** By id; only those of the population, if the table names populations. */
  row(id: number, population: string): TypeRow | undefined;
  readonly rows: readonly TypeRow[];
}

/** An empty table. */
export const noTypes: TypeTable = { columns: [], rows: [], row: () => undefined };

const mostColumns = 1024;
const missing = new Set(["", "NULL", "NONE", "NA", "None", "null"]);

/**
 * Read a table of types: columns separated by spaces, quoted if they contain spaces.
 *
 * A number stays a number if it represents all digits of the text.
 */
export function readTypes(text: string, place: string, idColumn: string): TypeTable {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const columns = fieldsOf(lines[0] ?? "", `${place}: line 1`);
  if (!columns.includes(idColumn) || columns.length > mostColumns) {
    throw refuse(`${place}: line 1`, `a column ${idColumn}`, columns.join(" ").slice(0, 100));
  }
  if (new Set(columns).size < columns.length) {
    throw refuse(`${place}: line 1`, "unique column names", columns.join(" ").slice(0, 100));
  }
  const rows = lines.slice(1).map((line, k): TypeRow => {
    const where = `${place}: line ${k + 2}`;
    const values = fieldsOf(line, where);
    if (values.length !== columns.length) {
      throw refuse(where, `${columns.length} columns`, String(values.length));
    }
    const entries = columns.flatMap((name, column): [string, string | number][] => {
      const value = values[column] ?? "";
      return missing.has(value) ? [] : [[name, numberOr(value)]];
    });
    return new Map(entries);
  });
  return { columns, rows, row: finder(rows, { place, idColumn }) };
}

function finder(
  rows: readonly TypeRow[],
  { place, idColumn }: { readonly place: string; readonly idColumn: string },
): TypeTable["row"] {
  const found = new Map<string, TypeRow>();
  for (const row of rows) {
    const id = row.get(idColumn);
    if (typeof id !== "number") throw refuse(place, `a number as ${idColumn}`, String(id));
    const key = `${id} ${row.get("population") ?? ""}`;
    if (found.has(key)) throw refuse(place, `each ${idColumn} once`, `${id} twice`);
    found.set(key, row);
  }
  return (id, population) => found.get(`${id} ${population}`) ?? found.get(`${id} `);
}

/** A number if the text is its canonical form or has trailing zeros: `0.50`. */
function numberOr(text: string): string | number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

/** Split a line at spaces outside quotes; two quotes within quotes are one. */
function fieldsOf(line: string, place: string): readonly string[] {
  const fields: string[] = [];
  const one = /\s*(?:"((?:[^"]|"")*)"|([^\s"]\S*))(?=\s|$)|\s+$/y;
  while (one.lastIndex < line.length) {
    const at = one.lastIndex;
    const found = one.exec(line);
    if (found === null) throw refuse(place, "columns separated by spaces", line.slice(at, at + 40));
    const [, quoted, plain] = found;
    if (quoted === undefined && plain === undefined) break;
    fields.push(plain ?? (quoted ?? "").replaceAll('""', '"'));
  }
  return fields;
}

function refuse(place: string, expected: string, got: string): Error {
  return SONATA_DATA({ place, message: "This is not a table of types.", expected, got });
}
