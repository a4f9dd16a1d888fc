import { HDF5_OUTSIDE } from "../hdf5/errors.ts";
import { Hdf5Damage } from "../hdf5/read/damage.ts";
import { countOf } from "../hdf5/read/dataspace.ts";
import type { Datatype } from "../hdf5/read/datatype.ts";
import { type NumberBlock, numbersOf } from "../hdf5/read/numbers.ts";
import { objectWord } from "../hdf5/read/object-word.ts";
import type { Hdf5File, Hdf5Object } from "../hdf5/read/open-file.ts";
import { NIR_READ, NIR_SHAPE } from "./errors.ts";
import type { NirArray, NirBand, NirTexts } from "./graph.ts";

/** A group of a file, whose parts are checked as they are read. */
export interface NirGroup {
  within(path: string): NirGroup;
  has(name: string): boolean;
  isGroup(name: string): boolean;
  isTexts(name: string): boolean;
  /** Sorted names in a group. */
  names(path: string): readonly string[];
  text(name: string): string;
  texts(name: string): NirTexts;
  array(name: string): NirArray;
  outline(name: string): { readonly shape: readonly number[]; readonly type: Datatype };
  /** Format a place for errors. */
  place(name: string): string;
  refuse(name: string, expected: string, got: string): never;
}

interface Opened {
  readonly path: string;
  readonly file: Hdf5File;
  /** File size in bytes. */
  readonly size: number;
  /** Whether arrays are read on demand, while the file stays open. */
  readonly isOpen?: boolean | undefined;
  /** Errors of another format with the same kind of file. */
  readonly faults?: GroupFaults;
}

/** Errors of a file: that it cannot be read, and that its content is not as expected. */
export interface GroupFaults {
  readonly read: typeof NIR_READ;
  readonly shape: typeof NIR_SHAPE;
}

/** Limit on decompressed bytes: absolute, or per byte of the file. And on groups of nodes. */
const most = { bytes: 2 ** 28, growth: 64, groups: 2 ** 16 };

/** Open the root of a file; groups below it share its limit. */
export function nirGroup(opened: Opened): NirGroup {
  return groupAt(
    { ...opened, held: 0, groups: 0, most: Math.max(most.bytes, most.growth * opened.size) },
    "",
  );
}

interface Room extends Opened {
  held: number;
  groups: number;
  readonly most: number;
}

function groupAt(room: Room, root: string): NirGroup {
  const { path, file, faults = { read: NIR_READ, shape: NIR_SHAPE } } = room;
  const attempted = <T>(action: () => T): T => attempt(path, action, faults.read);
  const at = (name: string): string => (name === "" ? root : `${root}/${name}`);
  const refuse = (name: string, expected: string, got: string): never => {
    throw faults.shape({ path, inside: at(name) || "/", expected, got });
  };
  const find = (name: string): Hdf5Object | undefined =>
    attempted(() => file.find(at(name) || "/"));
  const outline: NirGroup["outline"] = (name) => {
    const found = find(name);
    if (found?.kind !== "dataset") return refuse(name, "a dataset", objectWord(found));
    const { shape, type } = found;
    return shape === undefined ? refuse(name, "values", "none") : { shape, type };
  };
  /** Find a dataset within the limit. */
  const dataset = (name: string): Dataset => {
    const { shape, type } = outline(name);
    room.held += countOf(shape) * type.size;
    if (!(room.held <= room.most)) {
      refuse(name, `at most ${room.most} bytes for a file of ${room.size}`, "more");
    }
    const found = find(name);
    if (found?.kind !== "dataset") return refuse(name, "a dataset", objectWord(found));
    const { blockRows } = found;
    return {
      shape,
      type,
      blockRows,
      rows: (from, until) => attempted(() => found.rows(from, until)),
    };
  };
  const texts = (name: string): NirTexts => {
    const { shape, type, rows } = dataset(name);
    const bytes = rows(0, shape[0] ?? 1);
    const found = attempted(() => file.texts(type, bytes));
    return { shape, texts: found ?? refuse(name, "texts", typeText(type)) };
  };
  return {
    within(name) {
      // Links may be cyclic.
      room.groups += 1;
      if (room.groups > most.groups) refuse(name, `at most ${most.groups} groups`, "more");
      return groupAt(room, at(name));
    },
    has: (name) => find(name) !== undefined,
    isGroup: (name) => find(name)?.kind === "group",
    isTexts: (name) => outline(name).type.kind.endsWith("text"),
    names(name) {
      const found = find(name);
      if (found?.kind !== "group") return refuse(name, "a group", objectWord(found));
      return attempted(() => [...found.names()]).sort(inOrder);
    },
    text(name) {
      const { shape, texts: found } = texts(name);
      const [one] = found;
      return shape.length === 0 && one !== undefined ? one : refuse(name, "one text", "a list");
    },
    texts,
    array(name) {
      const { shape, type } = outline(name);
      if (type.kind !== "integer" && type.kind !== "float") {
        refuse(name, "integers of 8 to 64 bits or floats of 32 or 64 bits", typeText(type));
      }
      const found = dataset(name);
      const read = (from: number, until: number): NumberBlock =>
        numbersOf(type, found.rows(from, until)) ?? refuse(name, "numbers", typeText(type));
      const isSmall = countOf(shape) * type.size < bandBytes;
      return room.isOpen && !isSmall
        ? laterArray(found, read)
        : { shape, values: read(0, shape[0] ?? 1) };
    },
    outline,
    place: (name) => `${path}: ${at(name) || "/"}`,
    refuse,
  };
}

interface Dataset {
  readonly shape: readonly number[];
  readonly type: Datatype;
  readonly blockRows: number;
  rows(from: number, until: number): Uint8Array<ArrayBuffer>;
}

/** Leave an array in its file until it is requested. */
function laterArray(found: Dataset, read: (from: number, until: number) => NumberBlock): NirArray {
  const { shape } = found;
  return {
    shape,
    get values() {
      return read(0, shape[0] ?? 1);
    },
    bands: () => bandsOf(found, read),
  };
}

/** Number of bytes of an array processed at a time. */
const bandBytes = 2 ** 21;

function* bandsOf(
  { shape: [length = 1, ...columns], type, blockRows }: Dataset,
  read: (from: number, until: number) => NumberBlock,
): Iterable<NirBand> {
  const each = countOf(columns);
  const blocks = Math.floor(bandBytes / (each * type.size * blockRows));
  const rows = Math.max(1, blocks) * blockRows;
  for (let from = 0; from < length; from += rows) {
    yield { first: from * each, values: read(from, Math.min(length, from + rows)) };
  }
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function typeText(type: Datatype): string {
  if (type.kind === "other") return type.about;
  return type.kind.endsWith("text") ? "texts" : "numbers";
}

/** Convert errors of a file to coded errors; internal errors stay unchanged. */
export function attempt<T>(path: string, action: () => T, read: typeof NIR_READ = NIR_READ): T {
  try {
    return action();
  } catch (fault) {
    if (!(fault instanceof Hdf5Damage)) throw fault;
    const { outside, message: reason } = fault;
    if (outside !== undefined) throw HDF5_OUTSIDE({ place: path, file: path, what: outside });
    throw read({ path, reason });
  }
}
