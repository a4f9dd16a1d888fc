import { rmSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { writeAllWhole } from "@spikeloom/interop/files";
import { throwAll } from "@spikeloom/kernel";
import { availableMemory, checkRun, RUN_LENGTH_MISSING } from "@spikeloom/simulate";
import {
  beginSweep,
  checkJobs,
  collectRuns,
  jobOfSweep,
  type MeasuredRun,
  measureRuns,
  missingJobs,
  type NetworkOfJob,
  networkOfJob,
  removeRuns,
  type SweepFolder,
  type SweepPlan,
  sweepFolder,
  sweepParquet,
  sweepState,
  sweepTable,
} from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { pictureStem } from "../output-guard.ts";
import { inFile } from "../print/coded.ts";
import { makeFolder } from "../run-file.ts";
import { type LoadedSweep, loadSweep } from "../sweep/load-sweep.ts";
import { printSweep } from "../sweep/print-sweep.ts";
import { type RunSweepOptions, runSweep } from "../sweep/run-sweep.ts";
import type { SweepCommandOptions } from "../sweep/sweep-options.ts";
import { type SweepPictures, sweepPictures } from "../sweep/sweep-pictures.ts";
import { runPool } from "../sweep/worker-pool.ts";
import { writeList } from "../sweep/write-list.ts";
import { writeMissing } from "../sweep/write-missing.ts";
import { writeFigures } from "../write-pictures.ts";

/** Run a network over values of its parameters and over seeds. */
export async function sweepCommand(file: string, options: SweepCommandOptions): Promise<number> {
  if (options.tied === true) endWithInput();
  const loaded = await loadSweep(file, options);
  const { plan, stack } = loaded;
  const networkOf = networkOfJob(plan, stack);
  const isPart = options.worker === true || options.job !== undefined;
  if (!isPart) checkSweep(file, loaded, { networkOf, memory: options.memory });
  const out = options.out ?? join("results", `${stemOf(file)}.h5`);
  const folder = sweepFolder(out);
  if (options.overwrite === true) {
    removeRuns(folder);
    rmSync(out, { force: true });
  }
  makeFolder(dirname(out));
  if (options.plan !== undefined || options.array !== undefined) {
    return writeList(plan, { ...options, out });
  }
  const state = sweepState(folder, plan);
  if (state === "new") beginSweep(folder, plan);
  if (options.missing === true) {
    const jobs = state === "collected" ? [] : missingJobs(folder, plan);
    return writeMissing(jobs, { folder, json: options.json });
  }
  if (state !== "collected") {
    const exitCode = await doJobs({ ...options, sweep: loaded, folder, networkOf });
    if (exitCode !== exitCodes.fine || isPart) return exitCode;
  }
  return await finish(folder, plan, { ...options, file, isCollected: state === "collected" });
}

/** End when standard input does: whoever holds the other end is gone then, however that ended. */
function endWithInput(): void {
  process.stdin.on("close", () => process.exit(exitCodes.terminated)).resume();
  // It waits for nothing; this process ends when its work is done.
  process.stdin.unref();
}

/** Do the jobs here, or in as many processes as there are workers. */
async function doJobs(options: SweepCommandOptions & RunSweepOptions): Promise<number> {
  const { sweep, workers = 1, worker, job } = options;
  const isHere = workers === 1 || worker === true || job !== undefined;
  const command = process.argv[1];
  if (!isHere && command !== undefined)
    return await runPool(sweep.plan, { ...options, workers, command });
  // A process of another one ends with it.
  if (worker === true) {
    process.on("disconnect", () => process.exit(exitCodes.terminated));
    // Who listens to it waits for it; this process ends when its work is done.
    process.channel?.unref();
  }
  return await runSweep(
    job === undefined ? sweep.plan.jobs : [jobOfSweep(sweep.plan, job)],
    options,
  );
}

/** Refuse a sweep any of whose runs would be refused, before the first begins. */
function checkSweep(
  file: string,
  { plan, stack, backend, backendOptions }: LoadedSweep,
  { networkOf, memory = availableMemory() }: Checked,
): void {
  const asked = { stack, backend, backendOptions, memory };
  const found = checkJobs(plan, networkOf, (network) => [
    ...(network.duration === undefined ? [RUN_LENGTH_MISSING({ place: "duration" })] : []),
    ...checkRun(network, asked),
  ]);
  throwAll(found.map((error) => inFile(error, file)));
}

interface Checked {
  readonly networkOf: NetworkOfJob;
  /** Bytes. */
  readonly memory: number | undefined;
}

async function finish(
  folder: SweepFolder,
  plan: SweepPlan,
  options: SweepCommandOptions & { readonly file: string; readonly isCollected: boolean },
): Promise<number> {
  const { isCollected } = options;
  const runs = await (isCollected ? measureRuns : collectRuns)(folder, plan);
  const pictures = sweepPictures(runs, plan.network.name ?? "");
  const written = [
    ...(isCollected ? [] : [folder.out]),
    ...(await writeTables(folder, runs, options)),
    ...(await writeSweepPictures(pictures, folder, options)),
  ];
  removeRuns(folder);
  printSweep(runs, { ...options, written, undrawn: pictures.undrawn });
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
