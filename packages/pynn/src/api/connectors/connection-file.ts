import { FILE } from "../errors.ts";

/** Connections as text: columns separated by tabs or spaces, with names in a header. */
export interface ConnectionTable {
  /** Those after the indices. */
  readonly columnNames: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/**
 * Read text written by `Projection.save` or PyNN: `# columns = ["i", "j", "weight", "delay"]`, then rows.
 *
 * The header is parsed as a list of names, never executed.
 */
export function readConnectionText(text: string, place: string): ConnectionTable {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const headers = lines.filter((line) => line.startsWith("#"));
  const header = headers.map((line) => /^#\s*columns\s*=\s*[[(](.*)[\])]\s*$/.exec(line)?.[1]);
  const listed = header.find((names) => names !== undefined);
  const rows = lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line, k) => readRow(line, `${place}: row ${k}`));
  const all = listed === undefined ? ["i", "j", "weight", "delay"] : readNames(listed, place);
  return { columnNames: all.filter((name) => name !== "i" && name !== "j"), rows };
}

/** Format connections as text that `readConnectionText` and PyNN read. */
export function writeConnectionText(
  { columnNames, rows }: ConnectionTable,
  addressNames: readonly string[] = ["i", "j"],
): string {
  const names = [...addressNames, ...columnNames].map((name) => JSON.stringify(name)).join(", ");
  const lines = rows.map((row) => row.map(String).join("\t"));
  return [`# columns = [${names}]`, ...lines, ""].join("\n");
}

function readNames(text: string, place: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => {
      const plain = /^(["'])(\w+)\1$/.exec(name)?.[2];
      if (plain !== undefined) return plain;
      const message = "The header must list names in quotes.";
      throw FILE({ place, message, expected: '"weight"', got: name });
    });
}

function readRow(line: string, place: string): readonly number[] {
  return line.split(/[\s,]+/).map((part) => {
    const value = /^nan$/i.test(part) ? Number.NaN : Number(part);
    if (part !== "" && (!Number.isNaN(value) || /^nan$/i.test(part))) return value;
    throw FILE({
      place,
      message: "A row of connections must consist of numbers.",
      got: `"${part}"`,
    });
  });
}
