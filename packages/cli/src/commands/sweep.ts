import { basename, dirname, extname, join } from "node:path";
import { writeAllWhole } from "@spikeloom/interop/files";
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
import { pictureStem } from "../output-guard.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import { loadSweep } from "../sweep/load-sweep.ts";
import {
  checkSweep,
  openSweep,
  type PerformedSweep,
  performSweep,
  sweepPlace,
} from "../sweep/perform-sweep.ts";
import { printSweep } from "../sweep/print-sweep.ts";
import type { SweepCommandOptions } from "../sweep/sweep-options.ts";
import { type SweepPictures, sweepPictures } from "../sweep/sweep-pictures.ts";
import { writeList } from "../sweep/write-list.ts";
import { writeMissing } from "../sweep/write-missing.ts";
import { writeFigures } from "../write-pictures.ts";

/** Run a network over values of its parameters and over seeds. */
export async function sweepCommand(file: string, options: SweepCommandOptions): Promise<number> {
  if (options.tied === true) endWithInput();
  const sweep = await loadSweep(file, options);
  const out = options.out ?? join("results", `${stemOf(file)}.h5`);
  if (options.plan !== undefined || options.array !== undefined) {
    checkSweep(sweep, { ...options, file });
    sweepPlace({ ...options, out });
    return writeList(sweep.plan, { ...options, out });
  }
  const asked = { ...options, out, file, command: process.argv[1] };
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
  const done = await performSweep(sweep, asked);
  if (done.runs.length === 0) return done.exitCode;
  return await finish(done, sweep.plan, { ...options, file });
}

/** List the jobs that have no result yet, and leave all as it is. */
function notDone(folder: SweepFolder, plan: SweepPlan): readonly number[] {
  return sweepState(folder, plan) === "collected" ? [] : missingJobs(folder, plan);
}

/** End when standard input does: whoever holds the other end is gone then, however that ended. */
function endWithInput(): void {
  process.stdin.on("close", () => process.exit(exitCodes.terminated)).resume();
  // It waits for nothing; this process ends when its work is done.
  process.stdin.unref();
}

async function finish(
  { folder, runs, isCollected }: PerformedSweep,
  plan: SweepPlan,
  options: SweepCommandOptions & { readonly file: string },
): Promise<number> {
  const pictures = sweepPictures(runs, plan.network.name ?? "");
  const written = [
    ...(isCollected ? [] : [folder.out]),
    ...(await writeTables(folder, runs, options)),
    ...(await writeSweepPictures(pictures, folder, options)),
  ];
  printSweep(runs, { ...options, written, isCollected, undrawn: pictures.undrawn });
  return runs.some(({ diverged }) => diverged) ? exitCodes.diverged : exitCodes.fine;
}

async function writeTables(
  { out }: SweepFolder,
  runs: readonly MeasuredRun[],
  { parquet }: Pick<SweepCommandOptions, "parquet">,
): Promise<readonly string[]> {
  const stem = out.slice(0, out.length - extname(out).length);
  const tables: (readonly [string, string | Uint8Array])[] = [[`${stem}.csv`, sweepTable(runs)]];
  if (parquet === true) tables.push([`${stem}.parquet`, await sweepParquet(runs)]);
  writeAllWhole(tables);
  return tables.map(([path]) => path);
}

async function writeSweepPictures(
  { figures }: SweepPictures,
  { out }: SweepFolder,
  { plots, svg: svgOnly }: Pick<SweepCommandOptions, "plots" | "svg">,
): Promise<readonly string[]> {
  if (plots === false) return [];
  const folder = typeof plots === "string" ? plots : dirname(out);
  makeFolder(folder);
  return await writeFigures(figures, { stem: pictureStem(folder, out), inputs: [], svgOnly });
}

/** Name results after the network, or after the list of jobs. */
function stemOf(file: string): string {
  const stem = basename(file, extname(file)).replace(/\.plan$/, "");
  return stem.endsWith("-sweep") ? stem : `${stem}-sweep`;
}
