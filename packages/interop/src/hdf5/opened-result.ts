import { FileRefusal } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import { shownValue } from "../shown-value.ts";
import { HDF5_OUTSIDE, RESULT_DAMAGED, RESULT_READ, RESULT_SHAPE } from "./errors.ts";
import { Hdf5Damage } from "./read/damage.ts";
import type { Hdf5Dataset } from "./read/dataset.ts";
import { countOf } from "./read/dataspace.ts";
import { type NumberBlock, numbersOf } from "./read/numbers.ts";
import { type Hdf5File, type Hdf5Object, openHdf5 } from "./read/open-file.ts";
import type { RandomBytes } from "./read/random-bytes.ts";

/** Maximum bytes of a whole dataset, and maximum decompressed bytes per byte of the file. */
const most = { bytes: 2 ** 30, growth: 32, free: 2 ** 29 };

/** An open file whose parts are checked as they are read. */
export interface OpenResult {
  /** Treat a group as if it were the whole file. */
  within(group: string): OpenResult;
  /** Whether a group contains this name. */
  has(inside: string, name: string): boolean;
  text(path: string): string;
  floats(path: string): Float64Array;
  indices(path: string): Uint32Array;
  /** Number of rows of a dataset. */
  rows(path: string): number;
  /** Read consecutive rows of a dataset of any length. */
  floatRows(path: string, from: number, until: number): Float64Array;
  indexRows(path: string, from: number, until: number): Uint32Array;
  textAttribute(path: string, name: string): string;
  numberAttribute(path: string, name: string): number;
  integerAttribute(path: string, name: string): number;
  /** A list of strings in a group; empty if missing. */
  texts(path: string, name: string): readonly string[];
  /** Unit of a dataset in a group; stored on the group if the dataset belongs to another format too. */
  unit(path: string, name: string): string;
}

/** Wrap an open file; its errors become coded errors. */
export function openedResult(path: string, bytes: RandomBytes): OpenResult {
  const file = attempt(path, () => openHdf5(bytes));
  return reader({ path, file, size: bytes.size, root: "" });
}

/** Convert errors of the file to coded errors; internal errors stay unchanged. */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    if (fault instanceof Hdf5Damage && fault.outside !== undefined) {
      throw HDF5_OUTSIDE({ place: path, file: path, what: fault.outside });
    }
    if (fault instanceof Hdf5Damage) throw RESULT_DAMAGED({ path, reason: fault.message });
    if (fault instanceof FileRefusal || (fault instanceof Error && "syscall" in fault)) {
      throw RESULT_READ({ path, reason: faultReason(fault) });
    }
    throw fault;
  }
}

type Found = Hdf5Object | undefined;

interface ReadFile {
  readonly path: string;
  readonly file: Hdf5File;
  /** Bytes. */
  readonly size: number;
  /** Group that contains the result; empty if it is the root. */
  readonly root: string;
}

function reader(read: ReadFile): OpenResult {
  const { path, file, size, root } = read;
  const at = (inside: string): string =>
    root === "" ? inside : inside === "/" ? root : `${root}/${inside}`;
  const refuse = (inside: string, expected: string, got: string): Error =>
    RESULT_SHAPE({ path, inside: at(inside), expected, got });
  const find = (inside: string): Found => attempt(path, () => file.find(at(inside)));
  const group = (inside: string): Found & { kind: "group" } => {
    const found = find(inside);
    if (found?.kind === "group") return found;
    throw refuse(inside, "a group", objectText(found));
  };
  const dataset = (inside: string): Found & { kind: "dataset" } => {
    const found = find(inside);
    if (found?.kind === "dataset") return found;
    throw refuse(inside, "a dataset", objectText(found));
  };
  const bounded = boundOf(size, refuse);
  const rowsOf = (inside: string, from: number, until: number): Part => {
    const { rows, shape = [], type } = dataset(inside);
    const rowBytes = countOf(shape.slice(1)) * type.size;
    // A file does not store the number of rows without columns.
    if (rowBytes === 0) return { type, bytes: new Uint8Array(0) };
    const length = shape[0] ?? 1;
    if (!(from <= until && until <= length)) throw refuse(inside, `${until} rows`, String(length));
    if (rowBytes * (until - from) > most.bytes) bounded(inside, rowBytes * (until - from));
    return { type, bytes: attempt(path, () => rows(from, until)) };
  };
  const whole = (inside: string): Part & Pick<Hdf5Dataset, "shape"> => {
    const { shape, type } = dataset(inside);
    if (shape === undefined) throw refuse(inside, "values", "an empty dataset");
    bounded(inside, countOf(shape) * type.size);
    return { shape, ...rowsOf(inside, 0, shape[0] ?? 1) };
  };
  const numbers = ({ type, bytes }: Part): NumberBlock | undefined => numbersOf(type, bytes);
  const textsIn = ({ type, bytes }: Part): readonly string[] | undefined =>
    attempt(path, () => file.texts(type, bytes));
  const attribute = (owner: Found, name: string): unknown =>
    attributeOf(owner, name, { path, file });
  const typed = <T>(value: unknown, at: string, { is, expected }: Wanted<T>): T => {
    if (is(value)) return value;
    throw refuse(at, expected, shownValue(value));
  };
  const groupAttribute = (inside: string, name: string): unknown => attribute(group(inside), name);
  const has = (inside: string, name: string): boolean => {
    const { names } = group(inside);
    return attempt(path, () => [...names()].includes(name));
  };
  return {
    within: (group) => reader({ ...read, root: at(group) }),
    has,
    text(inside) {
      const part = whole(inside);
      return typed(part.shape?.length === 0 ? textsIn(part)?.[0] : undefined, inside, texts);
    },
    floats: (inside) => typed(numbers(whole(inside)), inside, floats),
    indices: (inside) => typed(numbers(whole(inside)), inside, indices),
    rows: (inside) => dataset(inside).shape?.[0] ?? 0,
    floatRows: (inside, from, until) => typed(numbers(rowsOf(inside, from, until)), inside, floats),
    indexRows: (inside, from, until) =>
      typed(numbers(rowsOf(inside, from, until)), inside, indices),
    textAttribute: (inside, name) =>
      typed(groupAttribute(inside, name), `${inside}@${name}`, texts),
    numberAttribute: (inside, name) =>
      typed(groupAttribute(inside, name), `${inside}@${name}`, finite),
    integerAttribute(inside, name) {
      const value = groupAttribute(inside, name);
      const number = typeof value === "bigint" ? Number(value) : value;
      return typed(number, `${inside}@${name}`, counts);
    },
    texts(inside, name) {
      const at = `${inside}/${name}`;
      return has(inside, name) ? typed(textsIn(whole(at)), at, textLists) : [];
    },
    unit(inside, name) {
      const own = () => attribute(dataset(`${inside}/${name}`), "unit");
      return typed(groupAttribute(inside, "unit") ?? own(), `${inside}/${name}@unit`, texts);
    },
  };
}

/** Limit the memory used for a file by the file's size. */
function boundOf(
  size: number,
  refuse: (inside: string, expected: string, got: string) => Error,
): (inside: string, bytes: number) => void {
  let held = 0;
  return (inside, bytes) => {
    held += bytes;
    const whole = Math.max(most.free, most.growth * size);
    if (bytes <= most.bytes && held <= whole) return;
    throw refuse(inside, `at most ${Math.min(most.bytes, whole)} bytes`, String(bytes));
  };
}

/** Value of an attribute; undefined if missing. */
function attributeOf(
  owner: Found,
  name: string,
  { path, file }: { readonly path: string; readonly file: Hdf5File },
): unknown {
  const found = attempt(path, () => owner?.attribute(name));
  if (found === undefined || found.space?.shape.length !== 0) return undefined;
  const { type, data } = found;
  if (data.length < type.size) throw RESULT_DAMAGED({ path, reason: "an attribute is truncated" });
  const bytes = new Uint8Array(data.subarray(0, type.size));
  return numbersOf(type, bytes)?.[0] ?? attempt(path, () => file.texts(type, bytes))?.[0];
}

interface Part {
  readonly type: Hdf5Dataset["type"];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Wanted<T> {
  readonly is: (value: unknown) => value is T;
  readonly expected: string;
}

function objectText(found: Found): string {
  return found === undefined ? "nothing" : `a ${found.kind === "other" ? "type" : found.kind}`;
}

const isText = (value: unknown): value is string => typeof value === "string";
const texts = { is: isText, expected: "a text" };
const textLists = {
  is: (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText),
  expected: "a list of strings",
};
const finite = {
  is: (value: unknown): value is number => typeof value === "number" && Number.isFinite(value),
  expected: "a finite number",
};
const counts = {
  is: (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
  expected: "an integer of at least 0",
};
const floats = {
  is: (value: unknown): value is Float64Array => value instanceof Float64Array,
  expected: "float64 numbers",
};
const indices = {
  is: (value: unknown): value is Uint32Array => value instanceof Uint32Array,
  expected: "uint32 numbers",
};
