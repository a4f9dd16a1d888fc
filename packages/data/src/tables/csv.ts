import type { ByteSource } from "@spikeloom/kernel";
import { DATA_OPTION, RECORD_DAMAGED } from "../errors.ts";

/** How a table of text is written. */
export interface CsvOptions {
  /** What parts fields: one letter; found out from the first line where it is not given. */
  readonly separator?: string;
  /** Whether the first line names the columns; found out by whether it has a field that is no number. */
  readonly header?: boolean;
}

/**
 * Columns of a table by name.
 *
 * A column is of numbers where all its fields are, an empty one being NaN, else of texts.
 */
export type CsvTable = ReadonlyMap<string, Float64Array | readonly string[]>;

const separators = [",", ";", "\t", " "];

/**
 * Read a table of text with one row a line (RFC 4180), quoted fields included.
 *
 * Columns without a name are called by their number from 0. Throws `SL_RECORD_DAMAGED` where a row has another
 * number of fields than the first.
 */
export async function readCsv(source: ByteSource, options: CsvOptions = {}): Promise<CsvTable> {
  const { separator } = options;
  if (separator !== undefined && separator.length !== 1) {
    throw DATA_OPTION({ place: "separator", expected: "one letter", got: separator });
  }
  const bytes = await source.read(0, source.size);
  const text = new TextDecoder().decode(bytes);
  const first = text.slice(0, text.indexOf("\n") < 0 ? text.length : text.indexOf("\n"));
  const found = separators.find((letter) => first.trim().includes(letter)) ?? ",";
  const rows = rowsOf(text, separator ?? found, source.name);
  const [head = []] = rows;
  const isNamed =
    options.header ?? head.some((field) => field !== "" && Number.isNaN(Number(field)));
  const body = isNamed ? rows.slice(1) : rows;
  return new Map(
    head.map((name, column) => {
      const fields = body.map((row) => row[column] as string);
      return [isNamed ? name : String(column), columnOf(fields)] as const;
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

function rowsOf(text: string, separator: string, file: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  const endRow = (at: number): void => {
    row.push(field.trim());
    field = "";
    const isEmpty = row.length === 1 && row[0] === "";
    if (!isEmpty) {
      const wanted = rows[0]?.length ?? row.length;
      if (row.length !== wanted) {
        const byte = new TextEncoder().encode(text.slice(0, at)).length;
        const expected = `${wanted} fields in row ${rows.length + 1}`;
        throw RECORD_DAMAGED({ file, byte, expected, got: `${row.length}` });
      }
      rows.push(row);
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
  if (isQuoted) {
    const byte = new TextEncoder().encode(text).length;
    throw RECORD_DAMAGED({ file, byte, expected: "a quote that ends", got: "the end of the file" });
  }
  if (field !== "" || row.length > 0) endRow(text.length);
  return rows;
}
