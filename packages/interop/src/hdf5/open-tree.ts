import { FileRefusal } from "@spikeloom/files";
import { HDF5_OUTSIDE } from "./errors.ts";
import { Hdf5Damage } from "./read/damage.ts";
import { countOf } from "./read/dataspace.ts";
import { columnsOf, type Elements } from "./read/elements.ts";
import { type NumberBlock, numbersOf } from "./read/numbers.ts";
import { type Hdf5Object, openHdf5 } from "./read/open-file.ts";
import type { RandomBytes } from "./read/random-bytes.ts";
import type { Hdf5Reference } from "./read/references.ts";
import type { Hdf5Value } from "./read/values.ts";

/** Numbers with the lengths of their axes, in row-major order. */
export interface NumberArrayOf {
  readonly values: NumberBlock;
  /** Empty for a single number. */
  readonly shape: readonly number[];
}

/** An HDF5 file of any format whose parts are checked against limits as they are read. */
export interface OpenTree {
  kind(path: string): Hdf5Object["kind"] | undefined;
  /** Names in a group, in order. */
  names(path: string): readonly string[];
  attributeNames(path: string): readonly string[];
  /** Value of an attribute, a list if it has an axis; undefined if missing. */
  attribute(path: string, name: string): Hdf5Value;
  /** Lengths of the axes of a dataset. */
  shape(path: string): readonly number[];
  /** Numbers of any type; undefined if the dataset has none. */
  numbers(path: string): NumberArrayOf | undefined;
  /** Numbers of any type except enumerations such as booleans. */
  plainNumbers(path: string): NumberArrayOf | undefined;
  /** Each element as a separate value, in row-major order. */
  values(path: string): readonly Hdf5Value[];
  /** Fields of compound elements, one column each; undefined for other elements. */
  columns(path: string): ReadonlyMap<string, Elements> | undefined;
  /** Each element of a column as a separate value. */
  valuesOf(elements: Elements): readonly Hdf5Value[];
  /** First path of the target of a reference. */
  pathOf(reference: Hdf5Reference): string | undefined;
  /** First path of the target of a path, with links resolved; undefined if it is missing. */
  place(path: string): string | undefined;
}

/** Error constructors of a file's format. */
export interface TreeErrors {
  /** The file cannot be read or is damaged. */
  read(reason: string): Error;
  /** An object is not what the format requires. */
  shape(inside: string, expected: string, got: string): Error;
}

/** Maximum bytes of a whole dataset, and maximum decompressed bytes per byte of the file. */
const most = { bytes: 2 ** 30, growth: 32, free: 2 ** 29 };

/** Wrap an open file of another format; its errors become coded errors. */
export function openTree(bytes: RandomBytes, name: string, errors: TreeErrors): OpenTree {
  const attempt = <T>(action: () => T): T => attemptRead(action, name, errors);
  const file = attempt(() => openHdf5(bytes));
  const find = (path: string): Hdf5Object | undefined => attempt(() => file.find(path));
  const found = <Kind extends Hdf5Object["kind"]>(path: string, kind: Kind) => {
    const object = find(path);
    if (object?.kind === kind) return object as Hdf5Object & { readonly kind: Kind };
    throw errors.shape(path, `a ${kind}`, object === undefined ? "nothing" : `a ${object.kind}`);
  };
  let held = 0;
  const elements = (path: string): Elements & { readonly shape: readonly number[] } => {
    const { type, shape = [0], rows } = found(path, "dataset");
    const count = countOf(shape) * type.size;
    held += count;
    const whole = Math.max(most.free, most.growth * bytes.size);
    if (count > most.bytes || held > whole) {
      throw errors.shape(path, `at most ${Math.min(most.bytes, whole)} bytes`, String(count));
    }
    const data = countOf(shape) === 0 ? new Uint8Array(0) : rows(0, shape[0] ?? 1);
    return { type, shape, bytes: data };
  };
  const read = <T>(path: string, take: (found: ReturnType<typeof elements>) => T): T =>
    attempt(() => take(elements(path)));
  return {
    kind: (path) => find(path)?.kind,
    names: (path) => attempt(() => [...found(path, "group").names()].sort()),
    attributeNames: (path) => attempt(() => find(path)?.attributeNames() ?? []),
    attribute: (path, name) =>
      attempt(() => {
        const attribute = find(path)?.attribute(name);
        if (attribute?.space === undefined) return undefined;
        const { type, data, space } = attribute;
        const values = file.values({ type, bytes: new Uint8Array(data) });
        return space.shape.length === 0 ? values[0] : values;
      }),
    shape: (path) => attempt(() => found(path, "dataset").shape ?? [0]),
    numbers: (path) => read(path, numberArray),
    plainNumbers: (path) =>
      read(path, (all) => {
        const isNamed = all.type.kind === "integer" && all.type.names !== undefined;
        return isNamed ? undefined : numberArray(all);
      }),
    values: (path) => read(path, (all) => file.values(all)),
    columns: (path) => read(path, columnsOf),
    valuesOf: (column) => attempt(() => file.values(column)),
    pathOf: (reference) => attempt(() => file.pathOf(reference)),
    place(path) {
      const object = find(path);
      return object && attempt(() => file.pathOf(object.reference));
    },
  };
}

function numberArray({
  type,
  bytes,
  shape,
}: Elements & { readonly shape: readonly number[] }): NumberArrayOf | undefined {
  const values = numbersOf(type, bytes);
  return values && { values, shape };
}

/** Convert errors of the file to coded errors; internal errors stay unchanged. */
function attemptRead<T>(action: () => T, name: string, { read }: TreeErrors): T {
  try {
    return action();
  } catch (fault) {
    if (fault instanceof Hdf5Damage && fault.outside !== undefined) {
      throw HDF5_OUTSIDE({ place: name, file: name, what: fault.outside });
    }
    const isOfSystem = fault instanceof Error && "syscall" in fault;
    if (fault instanceof Hdf5Damage || fault instanceof FileRefusal || isOfSystem) {
      throw read((fault as Error).message);
    }
    throw fault;
  }
}
