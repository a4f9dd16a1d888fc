import { createHash } from "node:crypto";
import { extname, join } from "node:path";
import { type CsvTable, readCsv, readIdx, readNumpy, readPng, readWav } from "@spikeloom/data";
import { FileRefusal, openBeside } from "@spikeloom/files";
import {
  DATA_CHANGED,
  DATA_MEMORY,
  DATA_OUTSIDE,
  DATA_READ,
  DATA_SHAPE,
} from "@spikeloom/interop/hdf5";
import {
  type ByteSource,
  type EncodedData,
  faultReason,
  type NetworkRecord,
} from "@spikeloom/kernel";
import { type FileReference, replaceFiles } from "@spikeloom/network";
import { asCoded } from "../print/coded.ts";

/** Location of files, and the limit of their size. */
interface FolderOptions {
  readonly directory?: string | undefined;
  readonly allowOutside?: boolean | undefined;
  /** Maximum bytes of numbers. */
  readonly memory?: number | undefined;
}

/** Contents of a file that replaces a list of numbers. */
class OtherContent extends Error {
  readonly expected: string;
  readonly got: string;

  constructor(expected: string, got: string) {
    super(`expected ${expected}, got ${got}`);
    this.expected = expected;
    this.got = got;
  }
}

type ReadNumbers = (source: ByteSource, record: EncodedData) => Promise<ArrayLike<number>>;

const idx: ReadNumbers = async (source) => (await readIdx(source)).values;

/** Formats other than HDF5 that contain one list of numbers, by extension. */
const readers: Readonly<Record<string, ReadNumbers>> = {
  ".npy": async (source) => onlyOf([...(await readNumpy(source)).values()], "array").values,
  ".wav": async (source) => onlyOf((await readWav(source)).channels, "channel").values,
  ".png": async (source, { grey }) => {
    const { height, width, channels, levels } = await readPng(source, { grey });
    if (channels === 1) return levels;
    const got = `${height} × ${width} × ${channels} numbers: red, green and blue`;
    throw new OtherContent(
      `one channel of grey: ${height} × ${width} numbers, as "grey": "bt601" makes`,
      got,
    );
  },
  ".csv": async (source) => rowsOf(await readCsv(source)),
  ".idx": idx,
  ".gz": idx,
  ".idx1-ubyte": idx,
  ".idx3-ubyte": idx,
};

/** Whether numbers are in a file other than HDF5. */
export function isOtherFile({ record }: FileReference): boolean {
  return Object.hasOwn(readers, endOf(record.file)) && record["values"] === undefined;
}

function endOf(file: string): string {
  return /[-.]idx\d-ubyte$/.test(file) ? ".idx3-ubyte" : extname(file).toLowerCase();
}

/**
 * Read the input of encoders from arrays of NumPy, images of IDX and PNG, sound and tables next to a network.
 *
 * A sound has one channel; all columns of a table are numbers, read row by row. Throws `SL_DATA_SHAPE` for other
 * contents, and `SL_DATA_MEMORY` before it reads a file that is larger than `memory`.
 */
export async function withOtherFiles(
  network: NetworkRecord,
  references: readonly FileReference[],
  { directory = ".", allowOutside, memory = Number.POSITIVE_INFINITY }: FolderOptions,
): Promise<NetworkRecord> {
  const { beside, close } = openBeside(join(directory, "network"), allowOutside);
  const made = new Map<string, object>();
  try {
    for (const { place, record } of references) {
      const at = { place, file: record.file };
      try {
        const source = await beside(record.file);
        if (source !== undefined) made.set(place, await numbersOf(record, source, { at, memory }));
      } catch (fault) {
        throw placed(fault, at, directory);
      }
    }
  } finally {
    close();
  }
  return replaceFiles(network, ({ place, record }) => made.get(place) ?? record);
}

async function numbersOf(
  record: FileReference["record"],
  source: ByteSource,
  {
    at,
    memory,
  }: { readonly at: { readonly place: string; readonly file: string }; readonly memory: number },
): Promise<object> {
  // A compressed file may be smaller than its numbers, and files are read whole.
  if (source.size > memory) throw DATA_MEMORY({ ...at, inside: "/", bytes: source.size, memory });
  const bytes = await source.read(0, source.size);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (record.sha256 !== undefined && record.sha256 !== sha256) {
    throw DATA_CHANGED({ ...at, expected: `SHA-256 ${record.sha256}`, got: sha256 });
  }
  const numbers = await (readers[endOf(at.file)] as ReadNumbers)(source, record as EncodedData);
  if (8 * numbers.length > memory) {
    throw DATA_MEMORY({ ...at, inside: "/", bytes: 8 * numbers.length, memory });
  }
  // Shared, so that workers need no copies.
  const values = new Float64Array(new SharedArrayBuffer(8 * numbers.length));
  values.set(numbers);
  return { ...record, size: source.size, sha256, values };
}

/** Add the place in the network to the error of a reader. */
function placed(
  fault: unknown,
  at: { readonly place: string; readonly file: string },
  directory: string,
): unknown {
  const coded = asCoded(fault);
  if (coded?.code === "SL_FORMAT_OUTSIDE") return DATA_OUTSIDE({ ...at, directory });
  if (coded?.code === DATA_CHANGED.code || coded?.code === DATA_MEMORY.code) return fault;
  if (fault instanceof OtherContent) {
    return DATA_SHAPE({ ...at, inside: "/", expected: fault.expected, got: fault.got });
  }
  const isOfSystem = fault instanceof Error && "syscall" in fault;
  if (!(fault instanceof FileRefusal || isOfSystem || coded)) return fault;
  return DATA_READ({ ...at, reason: coded?.summary.replace(/\.$/, "") ?? faultReason(fault) });
}

function onlyOf<T>(found: readonly T[], what: string): T {
  const [one] = found;
  if (one === undefined || found.length > 1) {
    throw new OtherContent(`one ${what}`, `${found.length} ${what}s`);
  }
  return one;
}

function rowsOf(table: CsvTable): Float64Array {
  const numbers = [...table].map(([name, column]) => {
    if (column instanceof Float64Array) return column;
    throw new OtherContent("columns of numbers", `texts in the column ${JSON.stringify(name)}`);
  });
  const rows = numbers[0]?.length ?? 0;
  const values = new Float64Array(rows * numbers.length);
  for (const [k, column] of numbers.entries()) {
    for (let row = 0; row < rows; row++) values[row * numbers.length + k] = column[row] as number;
  }
  return values;
}
