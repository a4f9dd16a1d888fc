import type { NetworkRecord } from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";
import {
  type Budget,
  checkFingerprint,
  type DataFile,
  type DataFolder,
  type DataPlace,
  type NumberDataset,
  openData,
} from "./data-file.ts";
import { DATA_SHAPE } from "./errors.ts";
import type { NumberBlock } from "./read/numbers.ts";

/** Replace the file references of a network by their numbers; each file is opened once. */
export function readNumbers(
  network: NetworkRecord,
  folder: DataFolder,
  isUnread: (reference: FileReference) => boolean,
): NetworkRecord {
  const open = new Map<string, DataFile>();
  const budget: Budget = { memory: folder.memory ?? Number.POSITIVE_INFINITY, held: 0 };
  try {
    return replaceFiles(network, (reference) => {
      if (!isUnread(reference)) return reference.record;
      const at = placeOf(reference);
      const file = open.get(at.file) ?? openData(at, folder, budget);
      open.set(at.file, file);
      return withNumbers(reference, file, at);
    });
  } finally {
    for (const file of open.values()) file.close();
  }
}

function placeOf({ place, record }: FileReference): DataPlace {
  return { place, file: record.file };
}

function withNumbers(
  { record, isConnector }: FileReference,
  file: DataFile,
  at: DataPlace,
): object {
  checkFingerprint(file, record, at);
  const { size, sha256 } = file;
  const kind = isConnector ? String(record["kind"]) : "value";
  // Other connectors refuse the file as an unknown option.
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  return read === undefined ? record : { ...record, size, sha256, ...read(record, file, at) };
}

type Reader = (record: FileReference["record"], file: DataFile, at: DataPlace) => object;

const readers: Readonly<Record<string, Reader>> = {
  value: (record, file, at) => ({ values: readValues(textOf(record, "path", at), file, at) }),
  pairs: (record, file, at) => ({ pairs: readPairs(record, file, at) }),
  matrix: (record, file, at) => ({ matrix: readMarks(textOf(record, "path", at), file, at) }),
};

function textOf(record: FileReference["record"], name: string, at: DataPlace): string {
  const text = record[name];
  if (typeof text === "string") return text;
  throw DATA_SHAPE({ ...at, inside: "/", expected: `a path in "${name}"`, got: "none" });
}

function readValues(path: string, file: DataFile, at: DataPlace): Float64Array | Float32Array {
  const dataset = file.dataset(path, at);
  checkAxes(dataset, { axes: 1, path, at });
  const values = dataset.isSingle
    ? new Float32Array(dataset.hold(4))
    : new Float64Array(dataset.hold(8));
  dataset.read((block, first) => {
    if (block instanceof BigInt64Array || block instanceof BigUint64Array) {
      for (let k = 0; k < block.length; k++) values[first + k] = Number(block[k]);
    } else values.set(block, first);
  });
  return values;
}

/** Pairs as n × 2 numbers or as separate sources and targets, interleaved as source, target. */
function readPairs(record: FileReference["record"], file: DataFile, at: DataPlace): Uint32Array {
  if (record["sources"] === undefined && record["targets"] === undefined) {
    const path = textOf(record, "path", at);
    const dataset = file.dataset(path, at);
    checkAxes(dataset, { axes: 2, columns: 2, integers: true, path, at });
    const ends = new Uint32Array(dataset.hold(4));
    readIndices(dataset, { out: ends, every: 1, offset: 0, path, at });
    return ends;
  }
  const paths = ["sources", "targets"].map((name) => textOf(record, name, at));
  const [sources, targets] = paths.map((path) => {
    const dataset = file.dataset(path, at);
    checkAxes(dataset, { axes: 1, integers: true, path, at });
    return dataset;
  });
  const [count, other] = [sources, targets].map((dataset) => (dataset ? countOf(dataset) : 0));
  if (count !== other) {
    const inside = paths.join(" and ");
    const expected = "as many sources as targets";
    throw DATA_SHAPE({ ...at, inside, expected, got: `${count} and ${other}` });
  }
  // There are as many sources as targets, so this has room for both.
  const ends = new Uint32Array(sources?.hold(8) ?? new SharedArrayBuffer(0));
  [sources, targets].forEach((dataset, offset) => {
    const path = paths[offset] ?? "";
    if (dataset) readIndices(dataset, { out: ends, every: 2, offset, path, at });
  });
  return ends;
}

function readMarks(path: string, file: DataFile, at: DataPlace): Uint8Array {
  const dataset = file.dataset(path, at);
  checkAxes(dataset, { axes: 2, integers: true, path, at });
  const marks = new Uint8Array(dataset.hold(1));
  dataset.read((block, first) => {
    for (let k = 0; k < block.length; k++) {
      const mark = Number(block[k]);
      if (mark !== 0 && mark !== 1) {
        const got = `${mark} in row ${Math.floor((first + k) / (dataset.shape[1] ?? 1))}`;
        throw DATA_SHAPE({ ...at, inside: path, expected: "0 or 1", got });
      }
      marks[first + k] = mark;
    }
  });
  return marks;
}

interface Axes {
  readonly axes: 1 | 2;
  readonly columns?: number;
  readonly integers?: boolean;
  readonly path: string;
  readonly at: DataPlace;
}

function checkAxes(
  { shape, isInteger }: NumberDataset,
  { axes, columns, integers = false, path, at }: Axes,
): void {
  const isShape = shape.length === axes && (columns === undefined || shape[1] === columns);
  if (isShape && (isInteger || !integers)) return;
  const what = integers ? "integers" : "numbers";
  const expected = axes === 1 ? `a list of ${what}` : `rows of ${columns ?? "as many"} ${what}`;
  const size = shape.length === 0 ? "one number" : `${shape.join(" × ")} numbers`;
  const got = isShape ? `${size} with fractions` : size;
  throw DATA_SHAPE({ ...at, inside: path, expected, got });
}

function countOf({ shape }: NumberDataset): number {
  return shape.reduce((product, length) => product * length, 1);
}

interface IndexTask {
  readonly out: Uint32Array;
  readonly every: 1 | 2;
  readonly offset: number;
  readonly path: string;
  readonly at: DataPlace;
}

function readIndices(dataset: NumberDataset, { out, every, offset, path, at }: IndexTask): void {
  const most = 2 ** 32;
  dataset.read((block, first) => {
    const words = lowWords(block);
    for (let k = 0; k < block.length; k++) {
      const index = words === undefined ? Number(block[k]) : wordAt(words, k);
      if (!(index >= 0 && index < most)) {
        const got = `${String(block[k])} as number ${first + k}`;
        throw DATA_SHAPE({ ...at, inside: path, expected: "integers from 0 to 4294967295", got });
      }
      out[(first + k) * every + offset] = index;
    }
  });
}

/** Halves of 64-bit integers, which are faster to check than BigInts. */
function lowWords(block: NumberBlock): Uint32Array | undefined {
  if (!(block instanceof BigInt64Array || block instanceof BigUint64Array)) return undefined;
  return new Uint32Array(block.buffer, block.byteOffset, 2 * block.length);
}

function wordAt(words: Uint32Array, k: number): number {
  return words[2 * k + 1] === 0 ? (words[2 * k] as number) : -1;
}
