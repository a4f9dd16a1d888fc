import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import type { Dataset, File } from "h5wasm/node";
import { DATA_CHANGED, DATA_READ, DATA_SHAPE } from "./errors.ts";
import { faultReason } from "./fault-reason.ts";
import type { Hdf5 } from "./load.ts";

/** Where a network names a file. */
export interface DataPlace {
  readonly place: string;
  /** As the network writes it. */
  readonly file: string;
}

/** A file beside a network, open for reading. */
export interface DataFile {
  readonly size: number;
  readonly sha256: string;
  /** Find a dataset of numbers; its shape and type are for the caller to check. */
  dataset(path: string, at: DataPlace): NumberDataset;
  close(): void;
}

/** A dataset of numbers that can be held. */
export interface NumberDataset {
  readonly shape: readonly number[];
  readonly isInteger: boolean;
  /** Read all numbers, some rows at a time. */
  read(take: (block: NumberBlock, first: number) => void): void;
}

/** Numbers as the file holds them. */
export type NumberBlock =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

const blockBytes = 2 ** 24;
const mostBlockBytes = 2 ** 28;
// What deflate can make of a byte at most.
const mostExpansion = 1032;
const signature = "\u0089HDF\r\n\u001a\n";

/** Open a file beside a network, and take its fingerprint. */
export function openData(library: Hdf5, at: DataPlace, directory: string): DataFile {
  const path = resolve(directory, at.file);
  const { size, sha256 } = fingerprint(path, at);
  const file = attempt(at, () => new library.File(path, "r"));
  return {
    size,
    sha256,
    dataset: (inside, where) => numberDataset({ file, library, size, inside, at: where }),
    close: () => file.close(),
  };
}

/** Refuse a file that differs from the one that a network was run with. */
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

function fingerprint(path: string, at: DataPlace): { size: number; sha256: string } {
  try {
    const descriptor = openSync(path, "r");
    try {
      return digest(descriptor, at);
    } finally {
      closeSync(descriptor);
    }
  } catch (fault) {
    if ((fault as { readonly code?: unknown }).code === DATA_READ.code) throw fault;
    throw DATA_READ({ ...at, reason: faultReason(fault) });
  }
}

function digest(descriptor: number, at: DataPlace): { size: number; sha256: string } {
  const hash = createHash("sha256");
  const block = new Uint8Array(2 ** 20);
  let size = 0;
  for (;;) {
    const count = readSync(descriptor, block, 0, block.length, null);
    if (size === 0 && String.fromCharCode(...block.subarray(0, Math.min(count, 8))) !== signature) {
      throw DATA_READ({ ...at, reason: "it is no HDF5 file" });
    }
    if (count === 0) return { size, sha256: hash.digest("hex") };
    hash.update(block.subarray(0, count));
    size += count;
  }
}

function attempt<T>(at: DataPlace, action: () => T): T {
  try {
    return action();
  } catch (fault) {
    throw DATA_READ({ place: at.place, file: at.file, reason: faultReason(fault) });
  }
}

interface Wanted {
  readonly file: File;
  readonly library: Hdf5;
  /** Bytes of the file. */
  readonly size: number;
  readonly inside: string;
  readonly at: DataPlace;
}

function numberDataset({ file, library, size, inside, at }: Wanted): NumberDataset {
  const { place, file: name } = at;
  const refuse = (expected: string, got: string): Error =>
    DATA_SHAPE({ place, file: name, inside, expected, got });
  const found: unknown = attempt(at, () => file.get(inside));
  if (!(found instanceof library.Dataset)) {
    const got = found === null || found === undefined ? "nothing" : nameOf(found);
    throw refuse("a dataset", got);
  }
  const meta = attempt(at, () => found.metadata);
  const isInteger = meta.type === 0;
  const widths = isInteger ? [1, 2, 4, 8] : meta.type === 1 ? [4, 8] : [];
  if (!widths.includes(meta.size) || (meta.virtual_sources ?? []).length > 0) {
    throw refuse("integers of 8 to 64 bits or floats of 32 or 64 bits", typeText(found, at));
  }
  const { shape } = meta;
  if (shape === null) throw refuse("numbers", "an empty dataset");
  const bytes = shape.reduce((product, length) => product * length, meta.size);
  const most = Math.min(mostExpansion * size, process.availableMemory() / 4);
  if (bytes > most) throw refuse(`at most ${Math.floor(most)} bytes`, String(bytes));
  const rowBytes = Math.max(
    1,
    shape.slice(1).reduce((n, length) => n * length, meta.size),
  );
  const chunk = Math.max(1, meta.chunks?.[0] ?? 1);
  if (chunk * rowBytes > mostBlockBytes) {
    throw refuse(`chunks of at most ${mostBlockBytes} bytes`, String(chunk * rowBytes));
  }
  const rows = Math.max(chunk, Math.floor(blockBytes / rowBytes / chunk) * chunk, 1);
  return {
    shape,
    isInteger,
    read(take) {
      const length = shape[0] ?? 0;
      for (let row = 0; row < length; row += rows) {
        const end = Math.min(length, row + rows);
        // The library gives numbers in the order of bytes of this machine, whatever that of the file.
        const block: unknown = attempt(at, () => found.slice([[row, end]]));
        take(block as NumberBlock, (row * rowBytes) / meta.size);
      }
    },
  };
}

function typeText(found: Dataset, at: DataPlace): string {
  const dtype = attempt(at, () => found.dtype);
  return typeof dtype === "string" ? `numbers or texts of the type ${dtype}` : "compound data";
}

function nameOf(value: object): string {
  return `a ${(value.constructor?.name ?? "thing").toLowerCase()}`;
}
