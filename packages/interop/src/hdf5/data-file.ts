import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { FileRefusal, isInside, openPlainFile, type PlainFile } from "@spikeloom/files";
import { faultReason } from "@spikeloom/kernel";
import {
  DATA_CHANGED,
  DATA_MEMORY,
  DATA_OUTSIDE,
  DATA_READ,
  DATA_SHAPE,
  HDF5_OUTSIDE,
} from "./errors.ts";
import { Hdf5Damage } from "./read/damage.ts";
import type { Datatype } from "./read/datatype.ts";
import { type NumberBlock, numbersOf } from "./read/numbers.ts";
import { objectWord } from "./read/object-word.ts";
import { type Hdf5File, openHdf5 } from "./read/open-file.ts";
import { typeName } from "./read/type-name.ts";

/** Reference to a file in a network. */
export interface DataPlace {
  readonly place: string;
  /** Name as written in the network. */
  readonly file: string;
}

/** An open data file of a network. */
export interface DataFile {
  readonly size: number;
  readonly sha256: string;
  /** Find a numeric dataset; the caller checks its shape and type. */
  dataset(path: string, at: DataPlace): NumberDataset;
  close(): void;
}

/** A numeric dataset of acceptable size. */
export interface NumberDataset {
  readonly shape: readonly number[];
  readonly isInteger: boolean;
  /** Whether it holds 32-bit floats. */
  readonly isSingle: boolean;
  /** Reserve memory for all numbers; refuses more than is plausible for the file's size. */
  hold(bytesOfOne: number): SharedArrayBuffer;
  /** Read all numbers, some rows at a time. */
  read(take: (block: NumberBlock, first: number) => void): void;
}

const blockBytes = 2 ** 24;

/** Rules for the files that a network may open. */
export interface DataFolder {
  /** Directory that file names are relative to. */
  readonly directory: string;
  /** Whether files outside that directory may be opened. */
  readonly allowOutside?: boolean | undefined;
  /** Maximum number of bytes for the numbers of all files. */
  readonly memory?: number | undefined;
}

/** Memory limit and current use for the numbers of all files of a network. */
export interface Budget {
  readonly memory: number;
  held: number;
}

/** Open a data file of a network and compute its fingerprint. */
export function openData(at: DataPlace, folder: DataFolder, budget: Budget): DataFile {
  const path = resolve(folder.directory, at.file);
  const plain = attempt(at, () => openInside(path, at, folder));
  try {
    const sha256 = attempt(at, () => fingerprint(plain, at));
    const file = attempt(at, () => openHdf5(plain));
    const room = roomOf(plain.size);
    const { size, close } = plain;
    const open = { file, room, budget };
    return { size, sha256, close, dataset: (path, at) => numberDataset({ ...open, path, at }) };
  } catch (fault) {
    plain.close();
    throw fault;
  }
}

function openInside(path: string, at: DataPlace, folder: DataFolder): PlainFile {
  const { directory, allowOutside = false } = folder;
  if (path.includes("\0")) throw DATA_READ({ ...at, reason: "no file can have this name" });
  if (!(allowOutside || isInside(path, directory))) throw DATA_OUTSIDE({ ...at, directory });
  return openPlainFile(path);
}

/** Refuse a file that differs from the one that the network was run with. */
export function checkFingerprint(
  { size, sha256 }: Pick<DataFile, "size" | "sha256">,
  wanted: { readonly size?: unknown; readonly sha256?: unknown },
  at: DataPlace,
): void {
  if (wanted.size !== undefined && wanted.size !== size) {
    throw DATA_CHANGED({ ...at, expected: `${String(wanted.size)} bytes`, got: `${size} bytes` });
  }
  if (wanted.sha256 !== undefined && wanted.sha256 !== sha256) {
    throw DATA_CHANGED({ ...at, expected: `SHA-256 ${String(wanted.sha256)}`, got: sha256 });
  }
}

function fingerprint({ size, read }: PlainFile, at: DataPlace): string {
  const hash = createHash("sha256");
  const block = new Uint8Array(2 ** 20);
  for (let done = 0; done < size; ) {
    const count = read(block, done);
    if (count === 0)
      throw DATA_READ({ ...at, reason: "it became shorter while it was being read" });
    hash.update(block.subarray(0, count));
    done += count;
  }
  return hash.digest("hex");
}

/** Convert errors of the file to coded errors; internal errors stay unchanged. */
function attempt<T>(at: DataPlace, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    const { place, file } = at;
    if (fault instanceof Hdf5Damage && fault.outside !== undefined) {
      throw HDF5_OUTSIDE({ place, file, what: fault.outside });
    }
    const isDamaged = fault instanceof Hdf5Damage;
    if (isDamaged || isOfSystem(fault)) {
      throw DATA_READ({ place, file, reason: faultReason(fault), isDamaged });
    }
    throw fault;
  }
}

function isOfSystem(fault: unknown): boolean {
  return fault instanceof FileRefusal || (fault instanceof Error && "syscall" in fault);
}

/** Maximum number of bytes of numbers held from one file. */
type Room = (bytes: number) => { readonly fits: boolean; readonly most: number };

/**
 * Limit the decompressed size of a file.
 *
 * Constant numbers compress a thousandfold, which is accepted up to 512 MiB; beyond that, a file may hold at most 32
 * bytes of numbers per byte of its own, and at most a quarter of the machine's free memory.
 */
function roomOf(size: number): Room {
  let held = 0;
  return (bytes) => {
    const most = Math.min(Math.max(2 ** 29, 32 * size), process.availableMemory() / 4);
    const fits = held + bytes <= most;
    if (fits) held += bytes;
    return { fits, most: Math.floor(most) };
  };
}

interface Wanted {
  readonly file: Hdf5File;
  readonly room: Room;
  readonly budget: Budget;
  readonly path: string;
  readonly at: DataPlace;
}

function numberDataset({ file, room, budget, path: inside, at }: Wanted): NumberDataset {
  const { place, file: name } = at;
  const refuse = (expected: string, got: string): Error =>
    DATA_SHAPE({ place, file: name, inside, expected, got });
  const found = attempt(at, () => file.find(inside));
  if (found?.kind !== "dataset") throw refuse("a dataset", objectWord(found));
  const { type, shape, blockRows } = found;
  if (type.kind !== "integer" && type.kind !== "float") {
    throw refuse("integers of 8 to 64 bits or floats of 32 or 64 bits", typeText(type));
  }
  if (shape === undefined) throw refuse("numbers", "an empty dataset");
  const rowNumbers = shape.slice(1).reduce((n, length) => n * length, 1);
  const most = Math.floor(blockBytes / Math.max(1, rowNumbers * type.size * blockRows));
  const rows = Math.max(1, most) * blockRows;
  return {
    shape,
    isInteger: type.kind === "integer",
    isSingle: type.kind === "float" && type.size === 4,
    hold(bytesOfOne) {
      const bytes = shape.reduce((n, length) => n * length, bytesOfOne);
      // Decompression holds the chunks, their rows, and the numbers of these.
      const block = 3 * Math.min(shape[0] ?? 1, rows) * rowNumbers * type.size;
      budget.held += bytes;
      if (budget.held + block > budget.memory) {
        const { memory, held } = budget;
        throw DATA_MEMORY({ place, file: name, inside, bytes: held + block, memory });
      }
      const { fits, most } = room(bytes);
      if (!fits) throw refuse(`at most ${most} bytes of numbers from this file`, String(bytes));
      return new SharedArrayBuffer(bytes);
    },
    read(take) {
      const length = rowNumbers === 0 ? 0 : (shape[0] ?? 1);
      for (let row = 0; row < length; row += rows) {
        const end = Math.min(length, row + rows);
        const block = attempt(at, () => numbersOf(type, found.rows(row, end)));
        if (block !== undefined) take(block, row * rowNumbers);
      }
    },
  };
}

function typeText(type: Datatype): string {
  return type.kind === "text" || type.kind === "fixed-text" ? "texts" : typeName(type);
}
