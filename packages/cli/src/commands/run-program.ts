import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { checkOutputs, OUTPUT_OTHER, writeStreamed } from "@spikeloom/files";
import { resultTables } from "@spikeloom/interop/formats";
import { type FormatFile, SpikeLoomError } from "@spikeloom/kernel";
import { type NetworkProgram, readProgram } from "@spikeloom/program";
import { type ProgramResult, runProgram } from "@spikeloom/simulate";
import { chooseBackend } from "../choose-backend.ts";
import { USAGE } from "../errors.ts";
import { startOf } from "../is-network-file.ts";
import { readBytes } from "../load/read-bytes.ts";
import { backendOptionsOf } from "../plugin-options.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { formatCount, formatSeconds, formatTime } from "../print/numbers.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";
import { exitCodeAfter, makeFolder, sayWorkers, showRun } from "../run-file.ts";
import { chooseStack } from "../stack/choose-stack.ts";
import type { RunCommandOptions } from "./run.ts";

/** Options of `spikeloom run` that change a network: a program states these itself. */
const ofNetworks = [
  ...["set", "seeds", "seed", "trial", "dt", "convention", "tier"],
  ...["checkpoint", "continue", "format", "draw", "from", "fromOption"],
] as const satisfies readonly (keyof RunCommandOptions)[];

/** Run a program file, write recorded data as tables and print a table. */
export async function runProgramCommand(file: string, options: RunCommandOptions): Promise<number> {
  refuseOptions(options);
  const stack = await chooseStack(file, options);
  const program = readProgram(readBytes(file), { place: basename(file) });
  const backend = chooseBackend(stack, options);
  const { precision, workers, shards, memory, onDivergence, quiet, json } = options;
  const folder = options.out ?? join("results", basename(file, extname(file)));
  const records = isRecorded(program);
  if (records && options.overwrite !== true) refuseOthers(folder);
  const shown = showRun(file, options, records);
  let result: ProgramResult;
  try {
    result = await runProgram(program, {
      stack,
      backend,
      backendOptions: backendOptionsOf(backend, options),
      for: options.for,
      precision,
      workers,
      shards,
      memory,
      onDivergence,
      ...shown.watching,
      signal: shown.signal,
    });
  } catch (fault) {
    const coded = asCoded(fault);
    if (coded === undefined) throw fault;
    const { result: recorded } = fault as { readonly result?: ProgramResult };
    if (recorded === undefined || !records) throw inFile(coded, file);
    await writeTables(recorded, file, folder, options);
    throw inFile(keptIn(coded, folder), file);
  } finally {
    shown.end();
  }
  if (!quiet && !json) sayWorkers(result);
  const written = records ? await writeTables(result, file, folder, options) : [];
  if (json) writeJson(outcomeOf(file, program, result, written));
  else if (!quiet) process.stdout.write(outcomeText(file, program, result, written));
  return exitCodeAfter(result, shown.received());
}

function refuseOptions(options: RunCommandOptions): void {
  const given =
    typeof options.plots === "string"
      ? "plots"
      : ofNetworks.find((name) => options[name] !== undefined && options[name] !== false);
  if (given === undefined) return;
  const name = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw USAGE({
    message: `--${name} changes or reads a network, but this file is a program: use it with the network, and write the program again.`,
  });
}

function isRecorded({ recorders, synapseRecorders }: NetworkProgram): boolean {
  return recorders.length + synapseRecorders.length > 0;
}

/** Refuse, before a run, a folder in which it would have to replace other tables. */
function refuseOthers(folder: string): void {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of found.filter((one) => extname(one) === ".csv")) {
    const path = join(folder, name);
    if (!isTable(path)) throw OUTPUT_OTHER({ path, got: "a table without recorded data" });
  }
}

/** Add the folder of the data recorded until a run diverged to its error. */
function keptIn(error: SpikeLoomError, folder: string): SpikeLoomError {
  const { code, summary: message, place, expected, got, next, others } = error;
  const kept = `${next} Data recorded until then are in ${folder}.`;
  return new SpikeLoomError(code, { message, place, expected, got, next: kept }, others);
}

/** Write recorded data as CSV: a result file contains its network, which a program lacks. */
async function writeTables(
  result: ProgramResult,
  file: string,
  folder: string,
  { overwrite }: RunCommandOptions,
): Promise<readonly string[]> {
  const tables = resultTables(result);
  const paths = tables.map(({ name }) => join(folder, name));
  checkOutputs(
    paths.map((path) => ({ path, what: "recorded data" })),
    [file],
  );
  makeFolder(folder);
  const replaces = overwrite === true ? () => true : isTable;
  await writeStreamed(placed(tables, paths), { replaces });
  return paths;
}

async function* placed(
  tables: readonly FormatFile[],
  paths: readonly string[],
): AsyncIterable<readonly [string, FormatFile["pieces"]]> {
  for (const [k, { pieces }] of tables.entries()) yield [paths[k] as string, pieces];
}

/** Whether a file is a table of an earlier run. */
function isTable(path: string): boolean {
  return startOf(path).startsWith("time_ms,");
}

function outcomeOf(
  file: string,
  { populations }: NetworkProgram,
  { recordings, synapseRecordings, spikeCounts, ...result }: ProgramResult,
  written: readonly string[],
): object {
  const counted = [...populations.values()].map(({ name, form, size }) => {
    const spikes = spikeCounts[name] ?? 0;
    const rate = (1000 * spikes) / (size * result.duration);
    return [name, { model: form.model, neurons: size, spikes, rate }] as const;
  });
  return { file, ...result, populations: Object.fromEntries(counted), data: written };
}

function outcomeText(
  file: string,
  { populations }: NetworkProgram,
  { name = file, dt, steps, duration, spikeCounts, spikeHash, timing, provenance }: ProgramResult,
  written: readonly string[],
): string {
  const { convention, seed, precision, tier, backend } = provenance;
  const head = ["population", "model", "neurons", "spikes", "rate (1/s)"];
  const rows = [...populations.values()].map(({ name: population, form, size }) => {
    const spikes = spikeCounts[population] ?? 0;
    const rate = (1000 * spikes) / (size * duration);
    return [population, form.model, formatCount(size), formatCount(spikes), rate.toFixed(2)];
  });
  const { prepare, simulate } = timing;
  const lines = [
    name,
    `${formatTime(duration)} in ${formatCount(steps)} steps of ${formatTime(dt)}; backend ${backend}, convention ${convention}, seed ${seed}, ${precision}, ${tier}`,
    "",
    ...table([head, ...rows], ["left", "left", "right", "right", "right"]),
    "",
    `prepared in ${formatSeconds(prepare)}, simulated in ${formatSeconds(simulate)}`,
    `spike hash  ${spikeHash}`,
    ...written.map((path, k) => `${k === 0 ? "wrote" : "     "}  ${path}`),
  ];
  return `${lines.join("\n")}\n`;
}
