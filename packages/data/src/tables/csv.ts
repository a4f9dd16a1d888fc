import { type ByteSource, checkOptionNames } from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { DATA_OPTION, RECORD_DAMAGED, TABLE_COLUMNS } from "../errors.ts";

/** Format of a text table. */
export interface CsvOptions {
  /** Field separator, one character; by default the one that gives all rows the same number of fields. */
  readonly separator?: string;
  /** Whether the first line contains column names; detected by a field that is not a number. */
  readonly header?: boolean;
}

/**
 * Columns of a table by name.
 *
 * A column contains numbers if all of its fields do (an empty field is NaN), otherwise strings.
 */
export type CsvTable = ReadonlyMap<string, Float64Array | readonly string[]>;

const separators = [",", ";", "\t", " "];

/**
 * Read a text table with one row per line (RFC 4180), including quoted fields.
 *
 * Columns without a name are named by their index. Throws `SL_RECORD_DAMAGED` if a row has another number of fields
 * than the first, `SL_TABLE_COLUMNS` if two columns have the same name or two separators are possible.
 */
export async function readCsv(
  given: ByteSource | Uint8Array,
  options: CsvOptions = {},
): Promise<CsvTable> {
  checkOptionNames(options, { separator: true, header: true }, "readCsv");
  const source = sourceOf(given, "readCsv");
  const { separator } = options;
  if (separator !== undefined && separator.length !== 1) {
    throw DATA_OPTION({ place: "separator", expected: "one letter", got: separator });
  }
  const bytes = await source.read(0, source.size);
  const text = new TextDecoder().decode(bytes);
  const found = foundRows(text, separator, source.name);
  checkRows(found, text, source.name);
  const { rows } = found;
  const [head = []] = rows;
  const isNamed =
    options.header ?? head.some((field) => field !== "" && Number.isNaN(Number(field)));
  const body = isNamed ? rows.slice(1) : rows;
  const names = isNamed ? namesOf(head, source.name) : [...head.keys()].map(String);
  return new Map(
    names.map((name, column) => {
      const fields = body.map((row) => row[column] as string);
      return [name, columnOf(fields)] as const;
    }),
  );
}

function columnOf(fields: readonly string[]): Float64Array | readonly string[] {
  const numbers = Float64Array.from(fields, (field) => (field === "" ? Number.NaN : Number(field)));
  const isText = fields.some(
    (field, k) => field !== "" && Number.isNaN(numbers[k]) && !/^nan$/i.test(field),
  );
  return isText ? fields : numbers;
}

interface Rows {
  readonly rows: readonly (readonly string[])[];
  /** End of each row in the text. */
  readonly ends: readonly number[];
  /** Whether the last quote is unterminated. */
  readonly isOpen: boolean;
}

/** Split rows by the given separator, or by the one that gives all rows the same number of fields, at least two. */
function foundRows(text: string, separator: string | undefined, file: string): Rows {
  if (separator !== undefined) return rowsOf(text, separator);
  const [first = ""] = text.trimStart().split("\n", 1);
  const possible = separators.filter((letter) => first.trim().includes(letter));
  if (possible.length < 2) return rowsOf(text, possible[0] ?? ",");
  const fitting = possible.filter((letter) => {
    const { rows, isOpen } = rowsOf(text, letter);
    const width = rows[0]?.length ?? 0;
    return !isOpen && width > 1 && rows.every((row) => row.length === width);
  });
  // Blanks may surround another separator, or occur in text.
  const [found = possible[0] as string, other] =
    fitting.length > 1 ? fitting.filter((letter) => letter !== " ") : fitting;
  if (other === undefined) return rowsOf(text, found);
  throw TABLE_COLUMNS({
    file,
    reason: "more than one separator gives all rows the same number of fields",
    expected: "one separator",
    got: [found, other].map((letter) => JSON.stringify(letter)).join(" and "),
    next: 'Set the option "separator".',
  });
}

function checkRows({ rows, ends, isOpen }: Rows, text: string, file: string): void {
  const byteOf = (at: number): number => new TextEncoder().encode(text.slice(0, at)).length;
  const wanted = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== wanted);
  if (odd >= 0) {
    const expected = `${wanted} fields in row ${odd + 1}`;
    const got = `${rows[odd]?.length}`;
    throw RECORD_DAMAGED({ file, byte: byteOf(ends[odd] as number), expected, got });
  }
  if (!isOpen) return;
  const [expected, got] = ["a closing quote", "the end of the file"];
  throw RECORD_DAMAGED({ file, byte: byteOf(text.length), expected, got });
}

/** Names of columns; unnamed ones are named by their index. */
function namesOf(head: readonly string[], file: string): readonly string[] {
  const names = head.map((name, column) => (name === "" ? String(column) : name));
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice === undefined) return names;
  throw TABLE_COLUMNS({
    file,
    reason: "two have the same name",
    expected: "unique names",
    got: `"${twice}" twice`,
    next: "Rename one of them in the first line.",
  });
}

function rowsOf(text: string, separator: string): Rows {
  const rows: string[][] = [];
  const ends: number[] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = (at: number): void => {
    row.push(field.trim());
    field = "";
    const isEmpty = row.length === 1 && row[0] === "";
    if (!isEmpty) {
      rows.push(row);
      ends.push(at);
    }
    row = [];
  };
  for (let k = 0; k < text.length; k++) {
    const letter = text[k] as string;
    if (isQuoted && letter === '"' && text[k + 1] === '"') {
      field += letter;
      k++;
    } else if (letter === '"' && (isQuoted || field.trim() === "")) isQuoted = !isQuoted;
    else if (isQuoted) field += letter;
    else if (letter === separator) {
      row.push(field.trim());
      field = "";
    } else if (letter === "\n") endRow(k);
    else field += letter;
  }
  if (!isQuoted && (field !== "" || row.length > 0)) endRow(text.length);
  return { rows, ends, isOpen: isQuoted };
}
