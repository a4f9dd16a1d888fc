import { SESSION_VALUE } from "../../errors.ts";
import type { Column, Lists } from "../session.ts";

/** A stored parameter: numbers for all or for each neuron, or lists. */
export type Entry = Column | Lists;

/** Report whether a parameter consists of lists. */
export function isLists(entry: Entry): entry is Lists {
  return typeof entry === "object" && "offsets" in entry;
}

/** Receivers of values, and the place for errors. */
export interface ColumnRequest {
  /** Number of neurons or connections. */
  readonly size: number;
  /** Those that are set; all by default. */
  readonly chosen?: Uint32Array | undefined;
  readonly place: string;
}

/** Check numbers and copy them, because the caller may reuse the array. */
export function keepColumn(column: Column, { size, place }: ColumnRequest): Column {
  if (typeof column === "number") return checkNumber(column, place);
  if (!(column instanceof Float64Array)) {
    const got = Array.isArray(column) ? "a plain array" : typeof column;
    throw SESSION_VALUE({
      place,
      message: "This is not a valid column.",
      expected: columnForms,
      got,
    });
  }
  checkLength(column.length, size, place);
  const missing = firstMissing(column);
  if (missing >= 0) checkNumber(Number.NaN, `${place}[${missing}]`);
  return column.slice();
}

const columnForms = "a number, or a Float64Array with one per neuron";

/** Expand to one number for each. */
export function expandColumn(column: Column, size: number): Float64Array {
  return typeof column === "number" ? new Float64Array(size).fill(column) : column;
}

/** Replace some or all numbers; neither array is changed. */
export function mergeColumn(before: Column, given: Column, request: ColumnRequest): Column {
  const { size, chosen, place } = request;
  if (chosen === undefined) return keepColumn(given, request);
  const values = keepColumn(given, { size: chosen.length, place });
  const merged = expandColumn(before, size).slice();
  chosen.forEach((index, k) => {
    merged[index] = typeof values === "number" ? values : (values[k] as number);
  });
  return merged;
}

/** Read the list of one neuron. */
export function listOf({ values, offsets }: Lists, neuron: number): Float64Array {
  const k = offsets.length === 2 ? 0 : neuron;
  return values.subarray(offsets[k], offsets[k + 1]);
}

/** Check lists and copy them; numbers become lists of one. */
export function keepLists(entry: Entry, { size, place }: ColumnRequest): Lists {
  if (!isLists(entry)) {
    const column = keepColumn(entry, { size, place });
    const values = typeof column === "number" ? Float64Array.of(column) : column;
    return { values, offsets: Uint32Array.from({ length: values.length + 1 }, (_, k) => k) };
  }
  const { values, offsets } = entry;
  if (offsets.length !== 2) checkLength(offsets.length - 1, size, place);
  const isRising = offsets.every((offset, k) => offset >= (offsets[k - 1] ?? 0));
  if (offsets.length < 2 || offsets[0] !== 0 || offsets.at(-1) !== values.length || !isRising) {
    const expected = `non-descending offsets from 0 to ${values.length}`;
    throw SESSION_VALUE({ place, message: "These are not valid lists.", expected });
  }
  const missing = firstMissing(values);
  if (missing >= 0) checkNumber(Number.NaN, `${place}.values[${missing}]`);
  return { values: values.slice(), offsets: offsets.slice() };
}

/** Replace some or all lists. */
export function mergeLists(before: Lists, given: Entry, request: ColumnRequest): Lists {
  const { size, chosen, place } = request;
  if (chosen === undefined) return keepLists(given, request);
  const fresh = keepLists(given, { size: chosen.length, place });
  const lists = Array.from({ length: size }, (_, neuron) => listOf(before, neuron));
  chosen.forEach((neuron, k) => {
    lists[neuron] = listOf(fresh, k);
  });
  return joinLists(lists);
}

/** Concatenate lists. */
export function joinLists(lists: readonly ArrayLike<number>[]): Lists {
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach(({ length }, k) => {
    offsets[k + 1] = (offsets[k] as number) + length;
  });
  const values = new Float64Array(offsets.at(-1) ?? 0);
  lists.forEach((list, k) => {
    values.set(list, offsets[k]);
  });
  return { values, offsets };
}

function checkNumber(value: number, place: string): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  const got = String(value);
  throw SESSION_VALUE({ place, message: "This is not a number.", expected: columnForms, got });
}

/** Find the first NaN; a plain loop, because there may be millions. */
function firstMissing(values: Float64Array): number {
  for (let k = 0; k < values.length; k++) if (Number.isNaN(values[k])) return k;
  return -1;
}

function checkLength(got: number, size: number, place: string): void {
  if (got === size) return;
  const message = "The column has a different length.";
  throw SESSION_VALUE({ place, message, expected: `${size} entries`, got: String(got) });
}
