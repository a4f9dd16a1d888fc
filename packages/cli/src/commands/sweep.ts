import { statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { checkOutputs, OUTPUT_OTHER, writeAllWhole } from "@spikeloom/files";
import {
  type MeasuredRun,
  missingJobs,
  type SweepFolder,
  type SweepPlan,
  sweepFolder,
  sweepParquet,
  sweepState,
  sweepTable,
} from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { exitProcess } from "../load/process-exit.ts";
import { pictureStem } from "../output-guard.ts";
import { writeJson } from "../print/write-json.ts";
import { checkResultPath } from "../result-path.ts";
import { makeFolder } from "../run-file.ts";
import { type LoadedSweep, loadSweep } from "../sweep/load-sweep.ts";
import {
  checkSweep,
  openSweep,
  type PerformedSweep,
  performSweep,
} from "../sweep/perform-sweep.ts";
import { printSweep } from "../sweep/print-sweep.ts";
import type { SweepCommandOptions } from "../sweep/sweep-options.ts";
import type { SweepPictures } from "../sweep/sweep-pictures.ts";
import { writeList } from "../sweep/write-list.ts";
import { writeMissing } from "../sweep/write-missing.ts";

/** Run a network over values of its parameters and over seeds. */
export async function sweepCommand(file: string, options: SweepCommandOptions): Promise<number> {
  if (options.tied === true) endWithInput();
  const sweep = await loadSweep(file, options);
  const out = options.out ?? join("results", `${stemOf(file)}.h5`);
  checkResultPath(out);
  if (options.plan !== undefined || options.array !== undefined) {
    checkSweep(sweep, { ...options, file });
    makeFolder(dirname(out));
    return writeList(sweep, { ...options, out });
  }
  const asked = { ...options, out, file };
  if (options.missing === true) {
    checkSweep(sweep, asked);
    return writeMissing(notDone(sweepFolder(out), sweep.plan), options);
  }
  if (options.begin === true) {
    const { folder } = openSweep(sweep, asked);
    const { path, plan } = folder;
    writeJson({ jobs: notDone(folder, sweep.plan), folder: path, plan });
    return exitCodes.fine;
  }
  checkTables(sweep, asked);
  const done = await performSweep(sweep, asked);
  if (done.runs.length === 0) return done.exitCode;
  return await finish(done, sweep, { ...options, file });
}

/** List the jobs without a result, and change nothing. */
function notDone(folder: SweepFolder, plan: SweepPlan): readonly number[] {
  return sweepState(folder, plan) === "collected" ? [] : missingJobs(folder, plan);
}

/** End with standard input: the process that holds its other end is gone then, however it ended. */
function endWithInput(): void {
  process.stdin.on("close", () => exitProcess(exitCodes.terminated)).resume();
  // It waits for nothing; this process ends when its work is done.
  process.stdin.unref();
}

async function finish(
  { folder, runs, isCollected }: PerformedSweep,
  { plan, inputs }: LoadedSweep,
  options: SweepCommandOptions & { readonly file: string },
): Promise<number> {
  const pictures = await picturesOf(runs, plan.network.name ?? "", options);
  const written = [
    ...(isCollected ? [] : [folder.out]),
    ...(await writeTables(folder, runs, options)),
    ...(await writeSweepPictures(pictures, folder, { ...options, inputs })),
  ];
  printSweep(runs, { ...options, written, isCollected, undrawn: pictures.undrawn });
  return runs.some(({ diverged }) => diverged) ? exitCodes.diverged : exitCodes.fine;
}

/** Paths of the tables of a sweep: CSV, and Parquet if requested. */
function tablePaths(
  out: string,
  { parquet }: { readonly parquet?: boolean | undefined },
): readonly [csv: string, parquet?: string] {
  const stem = out.slice(0, out.length - extname(out).length);
  return parquet === true ? [`${stem}.csv`, `${stem}.parquet`] : [`${stem}.csv`];
}

/**
 * Refuse, before the first run, what the tables would replace: inputs, and files without a sweep of this list next to
 * them.
 */
function checkTables(
  { plan, inputs }: LoadedSweep,
  { out, parquet, overwrite }: SweepCommandOptions & { readonly out: string },
): void {
  const paths = tablePaths(out, { parquet }).filter((path) => path !== undefined);
  checkOutputs(
    paths.map((path) => ({ path, what: "a table" })),
    inputs,
  );
  if (overwrite === true) return;
  const taken = paths.find((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
  if (taken === undefined || sweepState(sweepFolder(out), plan) !== "new") return;
  throw OUTPUT_OTHER({ path: taken, got: "a file without results of this sweep" });
}

async function writeTables(
  { out }: SweepFolder,
  runs: readonly MeasuredRun[],
  { parquet }: Pick<SweepCommandOptions, "parquet">,
): Promise<readonly string[]> {
  const [csv, other] = tablePaths(out, { parquet });
  const tables: (readonly [string, string | Uint8Array])[] = [[csv, sweepTable(runs)]];
  if (other !== undefined) tables.push([other, await sweepParquet(runs)]);
  // Existing files were inspected before the first run.
  writeAllWhole(tables, { replaces: true });
  return tables.map(([path]) => path);
}

/** Draw the measures of a sweep, unless no plots are requested. */
async function picturesOf(
  runs: readonly MeasuredRun[],
  title: string,
  { plots }: Pick<SweepCommandOptions, "plots">,
): Promise<SweepPictures> {
  if (plots === false) return { figures: [], undrawn: undefined };
  const { sweepPictures } = await import("../sweep/sweep-pictures.ts");
  return sweepPictures(runs, title);
}

async function writeSweepPictures(
  { figures }: SweepPictures,
  { out }: SweepFolder,
  {
    plots,
    svg: svgOnly,
    inputs,
    overwrite,
  }: Pick<SweepCommandOptions, "plots" | "svg" | "overwrite"> & Pick<LoadedSweep, "inputs">,
): Promise<readonly string[]> {
  if (plots === false) return [];
  const folder = typeof plots === "string" ? plots : dirname(out);
  makeFolder(folder);
  const stem = pictureStem(folder, out);
  const { writeFigures } = await import("../write-pictures.ts");
  return await writeFigures(figures, { stem, inputs, svgOnly, overwrite });
}

/** Name results after the network, or after the list of jobs. */
function stemOf(file: string): string {
  const stem = basename(file, extname(file)).replace(/\.plan$/, "");
  return stem.endsWith("-sweep") ? stem : `${stem}-sweep`;
}
