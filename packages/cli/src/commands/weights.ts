import { dirname } from "node:path";
import { checkOutputs } from "@spikeloom/files";
import { readResult, writeNetworkFiles } from "@spikeloom/interop/hdf5";
import { nearestName } from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import {
  type RecordedConnections,
  type Result,
  recordedConnections,
  withFixedWeights,
} from "@spikeloom/simulate";
import { NO_PROJECTION_WEIGHTS, USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { formatCount, formatTime } from "../print/numbers.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import { writeCsv } from "../write-csv.ts";

/** Options of `spikeloom weights`. */
export interface WeightsCommandOptions {
  /** Time of the snapshot: the latest one that is not after it. */
  readonly at?: string;
  readonly csv?: string;
  /** Whether existing files are replaced, whatever they contain. */
  readonly overwrite?: boolean;
  /** A network file in which the projections are lists of connections. */
  readonly network?: string;
  /** Draw the distribution in the terminal. */
  readonly draw?: boolean;
  readonly json?: boolean;
}

/** Print the weights of a result, and write them as a table or as a network. */
export async function weightsCommand(
  file: string,
  projection: string | undefined,
  options: WeightsCommandOptions,
): Promise<number> {
  const at = options.at === undefined ? undefined : readTime(options.at, "--at");
  const result = await readResult(file);
  const all = connectionsOf(result, file, at);
  const chosen = projection === undefined ? all : [choose(all, projection, file)];
  const written = await write(result, { file, options, all, chosen, at });
  const summaries = chosen.map(summaryOf);
  if (options.json === true) {
    writeJson({ file, projections: summaries, written });
    return exitCodes.fine;
  }
  if (options.draw === true) {
    const { weightDrawing } = await import("../print/weights.ts");
    process.stdout.write(`${weightDrawing(result, chosen)}\n\n`);
  }
  const lines = [...tableOf(summaries), ...(written.length > 0 ? [""] : [])];
  const paths = written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`);
  process.stdout.write(`${[...lines, ...paths].join("\n")}\n`);
  return exitCodes.fine;
}

function connectionsOf(
  result: Result,
  file: string,
  at: number | undefined,
): readonly RecordedConnections[] {
  try {
    return recordedConnections(result, { at });
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

function choose(
  all: readonly RecordedConnections[],
  name: string,
  file: string,
): RecordedConnections {
  const found = all.find((one) => one.projection === name);
  if (found !== undefined) return found;
  const known = all.map((one) => one.projection);
  throw NO_PROJECTION_WEIGHTS({ file, name, known, nearest: nearestName(name, known) });
}

interface WriteTask {
  /** The result. */
  readonly file: string;
  readonly options: WeightsCommandOptions;
  readonly all: readonly RecordedConnections[];
  readonly chosen: readonly RecordedConnections[];
  readonly at: number | undefined;
}

async function write(
  result: Result,
  { file, options, all, chosen, at }: WriteTask,
): Promise<readonly string[]> {
  const { csv, network, overwrite: replaces = false } = options;
  const written: string[] = [];
  if (csv !== undefined) {
    const [first, second] = chosen;
    if (first === undefined || second !== undefined) {
      const names = all.map((one) => `"${one.projection}"`).join(", ");
      throw USAGE({ message: `--csv writes one projection: name one of ${names}.` });
    }
    checkOutputs(
      [
        { path: csv, what: "the table" },
        ...(network === undefined ? [] : [{ path: network, what: "the network" }]),
      ],
      [file],
    );
    makeFolder(dirname(csv));
    writeCsv(csv, first, { replaces });
    written.push(csv);
  }
  if (network !== undefined) {
    makeFolder(dirname(network));
    const names = chosen.map((one) => one.projection);
    const { synapseRecordings } = result;
    const taken = synapseRecordings.filter((one) => names.includes(one.projection));
    const fixed = withFixedWeights({ ...result, synapseRecordings: taken }, { at });
    written.push(...(await writeNetworkFiles(fixed, network, { inputs: [file], replaces })));
  }
  return written;
}

interface Summary {
  readonly projection: string;
  /** Of the snapshot, in ms. */
  readonly time: number;
  readonly synapses: number;
  readonly least: number;
  readonly mean: number;
  readonly greatest: number;
  readonly unit: string;
}

function summaryOf({ projection, time, weights, unit }: RecordedConnections): Summary {
  const synapses = weights.length;
  const [least, greatest] = [
    weights.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    weights.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / synapses;
  return { projection, time, synapses, least, mean, greatest, unit };
}

function tableOf(summaries: readonly Summary[]): readonly string[] {
  const head = ["projection", "at", "synapses", "least", "mean", "greatest", "unit"];
  const number = (value: number): string => String(Number(value.toPrecision(5)));
  const rows = summaries.map((one) => [
    one.projection,
    formatTime(one.time),
    formatCount(one.synapses),
    ...(one.synapses === 0 ? ["-", "-", "-"] : [one.least, one.mean, one.greatest].map(number)),
    one.unit,
  ]);
  const right = ["right", "right", "right", "right", "right"] as const;
  return table([head, ...rows], ["left", ...right, "left"]);
}
