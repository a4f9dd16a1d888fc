import { closeSync, openSync, readSync } from "node:fs";
import type { Dataset, File, Group } from "h5wasm/node";
import { RESULT_DAMAGED, RESULT_READ, RESULT_SHAPE } from "./errors.ts";
import { faultReason } from "./fault-reason.ts";
import type { Hdf5 } from "./load.ts";

/** Numbers as they come out of a file; more would not fit into the library's memory. */
const mostBytes = 2 ** 30;
const signature = "\u0089HDF\r\n\u001a\n";

/** An open file whose parts are checked as they are read. */
export interface OpenResult {
  /** Whether a group holds something of that name. */
  has(inside: string, name: string): boolean;
  text(path: string): string;
  floats(path: string): Float64Array;
  indices(path: string): Uint32Array;
  /** How many rows a dataset has. */
  rows(path: string): number;
  /** Some rows of a dataset of any length, one after the other. */
  floatRows(path: string, from: number, until: number): Float64Array;
  indexRows(path: string, from: number, until: number): Uint32Array;
  textAttribute(path: string, name: string): string;
  numberAttribute(path: string, name: string): number;
  integerAttribute(path: string, name: string): number;
  /** A list of texts in a group; empty where it is not there. */
  texts(path: string, name: string): readonly string[];
  /** The unit that a dataset names. */
  unit(path: string): string;
}

/** Open a file, hand it to `read`, and close it; faults of the library become coded errors. */
export function openResult<T>(path: string, library: Hdf5, read: (file: OpenResult) => T): T {
  checkSignature(path);
  const file = attempt(path, () => new library.File(path, "r"));
  try {
    return read(reader(path, file, library));
  } finally {
    file.close();
  }
}

function checkSignature(path: string): void {
  const start = new Uint8Array(signature.length);
  try {
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, start, 0, start.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch (fault) {
    throw RESULT_READ({ path, reason: faultReason(fault) });
  }
  if (String.fromCharCode(...start) === signature) return;
  throw RESULT_DAMAGED({ path, reason: "it does not start as one" });
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    throw RESULT_DAMAGED({ path, reason: faultReason(fault) });
  }
}

function reader(path: string, file: File, { Group, Dataset }: Hdf5): OpenResult {
  const refuse = (inside: string, expected: string, got: string): Error =>
    RESULT_SHAPE({ path, inside, expected, got });
  const find = (inside: string): unknown =>
    inside === "/" ? file : attempt(path, () => file.get(inside));
  const group = (inside: string): Group => {
    const found = find(inside);
    if (found instanceof Group) return found;
    throw refuse(inside, "a group", kindOf(found));
  };
  const anyDataset = (inside: string): Dataset => {
    const found = find(inside);
    if (found instanceof Dataset) return found;
    throw refuse(inside, "a dataset", kindOf(found));
  };
  const slice = (inside: string, from: number, until: number): unknown => {
    const found = anyDataset(inside);
    return attempt(path, () => found.slice([[from, until]]));
  };
  const dataset = (inside: string): Dataset => {
    const found = anyDataset(inside);
    const { shape, size } = attempt(path, () => found.metadata);
    const bytes = (shape ?? []).reduce((product, length) => product * length, size);
    if (bytes <= mostBytes) return found;
    throw refuse(inside, `at most ${mostBytes} bytes`, String(bytes));
  };
  const valueAt = (inside: string): unknown => {
    const found = dataset(inside);
    return attempt(path, () => found.value);
  };
  const attribute = (
    inside: string,
    name: string,
    owner: Group | Dataset = group(inside),
  ): unknown =>
    attempt(path, () => (Object.hasOwn(owner.attrs, name) ? owner.attrs[name]?.value : undefined));
  const typed = <T>(
    value: unknown,
    at: string,
    { is, expected }: { readonly is: (value: unknown) => value is T; readonly expected: string },
  ): T => {
    if (is(value)) return value;
    throw refuse(at, expected, kindOf(value));
  };
  const has = (inside: string, name: string): boolean =>
    attempt(path, () => group(inside).keys().includes(name));
  return {
    has,
    text: (inside) => typed(valueAt(inside), inside, texts),
    floats: (inside) => typed(valueAt(inside), inside, floats),
    indices: (inside) => typed(valueAt(inside), inside, indices),
    rows: (inside) => attempt(path, () => anyDataset(inside).metadata.shape)?.[0] ?? 0,
    floatRows: (inside, from, until) => typed(slice(inside, from, until), inside, floats),
    indexRows: (inside, from, until) => typed(slice(inside, from, until), inside, indices),
    textAttribute: (inside, name) => typed(attribute(inside, name), `${inside}@${name}`, texts),
    numberAttribute: (inside, name) => typed(attribute(inside, name), `${inside}@${name}`, numbers),
    integerAttribute(inside, name) {
      const value = attribute(inside, name);
      const number = typeof value === "bigint" ? Number(value) : value;
      return typed(number, `${inside}@${name}`, counts);
    },
    texts(inside, name) {
      const at = `${inside}/${name}`;
      return has(inside, name) ? typed(valueAt(at), at, textLists) : [];
    },
    unit: (inside) => typed(attribute(inside, "unit", dataset(inside)), `${inside}@unit`, texts),
  };
}

const isText = (value: unknown): value is string => typeof value === "string";
const texts = { is: isText, expected: "a text" };
const textLists = {
  is: (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText),
  expected: "a list of texts",
};
const numbers = {
  is: (value: unknown): value is number => typeof value === "number" && Number.isFinite(value),
  expected: "a finite number",
};
const counts = {
  is: (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
  expected: "a whole number from 0",
};
const floats = {
  is: (value: unknown): value is Float64Array => value instanceof Float64Array,
  expected: "float64 numbers",
};
const indices = {
  is: (value: unknown): value is Uint32Array => value instanceof Uint32Array,
  expected: "uint32 numbers",
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value !== "object") return `${typeof value} ${String(value).slice(0, 40)}`;
  return value.constructor?.name ?? "an object";
}
