import { FileRefusal } from "@spikeloom/files";
import type { ByteSource } from "@spikeloom/kernel";
import { randomBytes } from "../../formats/held-source.ts";
import { HDF5_OUTSIDE } from "../../hdf5/errors.ts";
import { Hdf5Damage } from "../../hdf5/read/damage.ts";

import { type NumberBlock, numbersOf } from "../../hdf5/read/numbers.ts";
import { type Hdf5File, type Hdf5Object, openHdf5 } from "../../hdf5/read/open-file.ts";
import { SONATA_DATA } from "../errors.ts";

/** A list of numbers or strings in an HDF5 file. */
export interface Column {
  /** File and path, for errors. */
  readonly place: string;
  readonly path: string;
  readonly length: number;
  /** Numbers per row; 1 for a one-dimensional list. */
  readonly width: number;
  readonly isText: boolean;
  /** Some rows, as stored. */
  numbers(from: number, until: number): NumberBlock;
  /** The same, overwritten when the next piece is requested. */
  piece(from: number, until: number): NumberBlock;
  /** The whole list; counted against the file's memory limit. */
  texts(): readonly string[];
  /** The whole list as plain numbers; counted against the file's memory limit. */
  values(): Float64Array;
  attribute(name: string): unknown;
}

/** A SONATA HDF5 file. */
export interface ColumnFile {
  readonly name: string;
  /** Names in a group; empty if there is no such group. */
  names(group: string): readonly string[];
  isGroup(path: string): boolean;
  /** A list; undefined if the path does not exist. */
  column(path: string): Column | undefined;
  attribute(path: string, name: string): unknown;
  /** Refuse to hold more of the file than is plausible for its size. */
  hold(bytes: number, path: string): void;
}

/** Memory limit for a file: 32 bytes per byte of its own, or 512 MiB. */
const most = { growth: 32, free: 2 ** 29 };

/** Open an HDF5 file; its errors become coded errors. */
export async function openColumns(source: ByteSource): Promise<ColumnFile> {
  const bytes = await randomBytes(source);
  const { name } = source;
  const file = attempt(name, () => openHdf5(bytes));
  const find = (path: string): Hdf5Object | undefined => attempt(name, () => file.find(path));
  let held = 0;
  const hold = (more: number, path: string): void => {
    held += more;
    const limit = Math.max(most.free, most.growth * bytes.size);
    if (held <= limit) return;
    throw refuse(`${name}: ${path}`, `at most ${limit} bytes of numbers`, `${held} and more`);
  };
  return {
    name,
    hold,
    names(group) {
      const found = find(group);
      return found?.kind === "group" ? attempt(name, () => [...found.names()]) : [];
    },
    isGroup: (path) => find(path)?.kind === "group",
    column(path) {
      const found = find(path);
      if (found === undefined) return undefined;
      return column(found, { name, path, file, hold });
    },
    attribute: (path, attribute) => attributeOf(find(path), attribute, { name, file }),
  };
}

type Room = Uint8Array<ArrayBuffer>;

interface Place {
  readonly name: string;
  readonly path: string;
  readonly file: Hdf5File;
  hold(bytes: number, path: string): void;
}

function column(found: Hdf5Object, { name, path, file, hold }: Place): Column {
  const place = `${name}: ${path}`;
  if (found.kind !== "dataset") throw refuse(place, "a dataset", `a ${found.kind}`);
  const { type, shape } = found;
  if (shape === undefined || shape.length === 0 || shape.length > 2) {
    const got = shape === undefined ? "an empty dataset" : `${shape.length} axes`;
    throw refuse(place, "a list, or rows and columns", got);
  }
  const [length = 0, width = 1] = shape;
  const isText = type.kind === "text" || type.kind === "fixed-text";
  const rows = (from: number, until: number, room?: Room): Room =>
    attempt(name, () => found.rows(from, until, room));
  const numbers = (from: number, until: number, room?: Room): NumberBlock => {
    if (type.kind !== "integer" && type.kind !== "float") {
      throw refuse(place, "numbers", type.kind === "other" ? type.about : "texts");
    }
    // A file can declare any number of elements without storing them.
    const block = numbersOf(type, rows(from, until, room));
    if (block === undefined) throw refuse(place, "numbers", "others");
    return block;
  };
  let room: Room = new Uint8Array(0);
  return {
    place,
    path,
    length,
    width,
    isText,
    numbers: (from, until) => numbers(from, until),
    piece(from, until) {
      const bytes = (until - from) * width * type.size;
      if (room.length < bytes) room = new Uint8Array(bytes);
      return numbers(from, until, room);
    },
    texts() {
      if (!isText || shape.length !== 1) throw refuse(place, "a list of strings", "numbers");
      hold(length * Math.max(type.size, 64), path);
      const texts = attempt(name, () => file.texts(type, rows(0, length)));
      return texts ?? [];
    },
    values() {
      hold(2 * length * width * 8, path);
      return Float64Array.from(numbers(0, length) as ArrayLike<number>, Number);
    },
    attribute: (attribute) => attributeOf(found, attribute, { name, file }),
  };
}

/** A value, a list of values, or undefined if the attribute is missing. */
function attributeOf(
  owner: Hdf5Object | undefined,
  attribute: string,
  { name, file }: { readonly name: string; readonly file: Hdf5File },
): unknown {
  const found = attempt(name, () => owner?.attribute(attribute));
  if (found?.space === undefined) return undefined;
  const { type, data } = found;
  const whole = data.length - (data.length % type.size);
  const bytes = new Uint8Array(data.subarray(0, whole));
  const numbers = numbersOf(type, bytes);
  const values = numbers ?? attempt(name, () => file.texts(type, bytes)) ?? [];
  return values.length === 1 ? values[0] : values;
}

/** Convert errors of the file to coded errors; internal errors stay unchanged. */
function attempt<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    if (fault instanceof Hdf5Damage && fault.outside !== undefined) {
      throw HDF5_OUTSIDE({ place: name, file: name, what: fault.outside });
    }
    if (fault instanceof Hdf5Damage) {
      const message = `The file is not an HDF5 file, or is damaged: ${fault.message}.`;
      throw SONATA_DATA({ place: name, message });
    }
    if (fault instanceof FileRefusal || (fault instanceof Error && "syscall" in fault)) {
      throw SONATA_DATA({ place: name, message: `The file cannot be read: ${fault.message}.` });
    }
    throw fault;
  }
}

/** Refuse the contents of a SONATA file. */
export function refuse(place: string, expected: string, got: string): Error {
  const message = "The contents of the file are not as SONATA requires.";
  return SONATA_DATA({ place, message, expected, got });
}

/** Integers below 2^53 of a block, if they fit; others unchanged. */
export function plainNumbers(block: NumberBlock): ArrayLike<number> {
  if (!(block instanceof BigInt64Array || block instanceof BigUint64Array)) return block;
  return Float64Array.from(block, Number);
}
