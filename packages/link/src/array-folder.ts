import { closeSync, constants, fstatSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { availableMemory } from "@spikeloom/simulate";
import { LINK_ARRAY, LINK_MEMORY } from "./errors.ts";
import type { Doubles, Indices, Octets } from "./generated/arrays.ts";
import { linkFileName, takeFolder } from "./link-folder.ts";

/** Reads and writes the arrays of messages: short ones inline, long ones in files. */
export interface ArrayFolder {
  doubles(array: Doubles | undefined, place: string): Float64Array;
  indices(array: Indices | undefined, place: string): Uint32Array;
  octets(array: Octets | undefined, place: string): Uint8Array;
  /** Read a possibly long array, yielding to other tasks regularly. */
  doublesInPieces(array: Doubles | undefined, place: string): Promise<Float64Array>;
  indicesInPieces(array: Indices | undefined, place: string): Promise<Uint32Array>;
  writeDoubles(values: Float64Array): Doubles;
  writeIndices(values: Uint32Array): Indices;
  writeOctets(bytes: Uint8Array): Octets;
  /** Remove the folder with the files of the link. */
  remove(): void;
}

/** Read and write arrays, with files in a folder if one is given. */
export function arrayFolder(folder?: string, leastFileBytes: number = 2 ** 17): ArrayFolder {
  const removeFolder = folder === undefined ? undefined : takeFolder(folder);
  let written = 0;
  function* piecesOf(
    array: Doubles | Indices | Octets | undefined,
    place: string,
    size: number,
  ): Pieces<Buffer> {
    const { where } = array ?? {};
    if (where?.case === "file") return yield* readFile(folder, where.value, { place, size });
    const bytes = where?.value ?? new Uint8Array();
    checkLength(bytes.byteLength, place, size);
    return aligned(bytes);
  }
  const bytesOf = (...asked: Parameters<typeof piecesOf>): Buffer => atOnce(piecesOf(...asked));
  const inTime = (...asked: Parameters<typeof piecesOf>): Promise<Buffer> =>
    inPieces(piecesOf(...asked));
  const write = (values: Float64Array | Uint32Array | Uint8Array): Where => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (folder === undefined || bytes.byteLength < leastFileBytes) {
      // Copied, because recordings may be in memory shared between threads.
      return { case: "bytes", value: bytes.slice() };
    }
    written++;
    const name = `reply-${written}`;
    writeFile(folder, name, bytes);
    return { case: "file", value: name };
  };
  return {
    doubles: (array, place) => doublesIn(bytesOf(array, place, 8)),
    indices: (array, place) => indicesIn(bytesOf(array, place, 4)),
    doublesInPieces: async (array, place) => doublesIn(await inTime(array, place, 8)),
    indicesInPieces: async (array, place) => indicesIn(await inTime(array, place, 4)),
    octets: (array, place) => bytesOf(array, place, 1),
    writeDoubles: (values) => ({ where: write(values) }),
    writeIndices: (values) => ({ where: write(values) }),
    writeOctets: (bytes) => ({ where: write(bytes) }),
    remove: () => removeFolder?.(),
  };
}

/** Read in pieces of a few milliseconds. */
type Pieces<T> = Generator<undefined, T, void>;

function atOnce<T>(work: Pieces<T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

async function inPieces<T>(work: Pieces<T>): Promise<T> {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    await setImmediate();
  }
}

function doublesIn({ buffer, byteOffset, byteLength }: Buffer): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

function indicesIn({ buffer, byteOffset, byteLength }: Buffer): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

type Where =
  | { readonly case: "bytes"; readonly value: Uint8Array<ArrayBuffer> }
  | { readonly case: "file"; readonly value: string };

interface ReadArray {
  readonly place: string;
  /** Bytes per value. */
  readonly size: number;
}

/** Read a file written by the other side, and remove it. */
function* readFile(
  folder: string | undefined,
  name: string,
  { place, size }: ReadArray,
): Pieces<Buffer> {
  const fault = (got: string): Error =>
    LINK_ARRAY({ place, expected: "a file in the folder of hello", got });
  if (folder === undefined) throw fault("no folder");
  if (!linkFileName.test(name)) throw fault(`the name ${JSON.stringify(name.slice(0, 80))}`);
  const path = join(folder, name);
  try {
    // Neither a link to another file nor a pipe without a reader.
    const file = openSync(path, constants.O_RDONLY | plainOnly);
    try {
      return yield* readWhole(file, { place, size });
    } finally {
      closeSync(file);
      rmSync(path, { force: true });
    }
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw fault(error.message);
    throw error;
  }
}

function* readWhole(file: number, { place, size }: ReadArray): Pieces<Buffer> {
  const found = fstatSync(file);
  if (!found.isFile()) throw LINK_ARRAY({ place, expected: "a plain file", got: "something else" });
  const bytes = found.size;
  checkLength(bytes, place, size);
  const available = availableMemory();
  if (bytes > available) throw LINK_MEMORY({ place, bytes, available });
  const buffer = Buffer.from(new ArrayBuffer(bytes));
  let done = 0;
  while (done < bytes) {
    const count = readSync(file, buffer, done, Math.min(bytes - done, pieceBytes), done);
    if (count === 0) throw LINK_ARRAY({ place, expected: `${bytes} bytes`, got: `${done}` });
    done += count;
    yield undefined;
  }
  return buffer;
}

// Windows has neither flag.
const plainOnly = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Bytes read before yielding to other tasks: a few milliseconds. */
const pieceBytes = 2 ** 24;

/** Linux writes at most 2 GiB per call. */
const mostAtOnce = 2 ** 30;

/** Write a file for the other side to read and remove; an incomplete file is removed. */
function writeFile(folder: string, name: string, bytes: Uint8Array): void {
  const path = join(folder, name);
  try {
    const file = openSync(path, "wx", 0o600);
    try {
      writeWhole(file, bytes);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const expected = `room for ${bytes.byteLength} bytes`;
    throw LINK_ARRAY({ place: name, expected, got: error.message });
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.byteLength) {
    done += writeSync(file, bytes, done, Math.min(bytes.byteLength - done, mostAtOnce));
  }
}

function checkLength(bytes: number, place: string, size: number): void {
  if (bytes % size === 0) return;
  throw LINK_ARRAY({ place, expected: `a multiple of ${size} bytes`, got: `${bytes}` });
}

/** Parts of a message may be misaligned, which typed arrays do not allow. */
function aligned(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(new ArrayBuffer(bytes.byteLength));
  buffer.set(bytes);
  return buffer;
}
