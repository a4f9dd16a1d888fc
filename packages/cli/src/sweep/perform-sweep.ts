import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { checkOutputs } from "@spikeloom/files";
import { throwAll } from "@spikeloom/kernel";
import { availableMemory, checkRun, RUN_LENGTH_MISSING } from "@spikeloom/simulate";
import {
  beginSweep,
  checkJobs,
  collectRuns,
  jobOfSweep,
  type MeasuredRun,
  measureRuns,
  networkOfJob,
  removeRuns,
  type SweepFolder,
  type SweepState,
  sweepFolder,
  sweepState,
} from "@spikeloom/sweep";
import { exitCodes } from "../exit-codes.ts";
import { exitProcess } from "../load/process-exit.ts";
import { inFile } from "../print/coded.ts";
import { checkResultPath } from "../result-path.ts";
import { makeFolder } from "../run-file.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import { type RunSweepOptions, runSweep } from "./run-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";
import { runPool, type WorkerPoolOptions } from "./worker-pool.ts";

/** How a sweep is done. */
export interface PerformOptions
  extends Pick<WorkerPoolOptions, "stop" | "onRun" | "onFailed">,
    Pick<
      SweepCommandOptions,
      | ("workers" | "worker" | "job" | "memory" | "allowOutside")
      | ("measure" | "overwrite" | "quiet" | "json")
    > {
  /** File of all results. */
  readonly out: string;
  /** The program that workers run: that of the command; without it all is done here. */
  readonly command: string | undefined;
  /** What errors name; they stand for themselves where it is not given. */
  readonly file?: string | undefined;
}

/** What came of a sweep. */
export interface PerformedSweep {
  /** That of the command: fine, or why not all was done. */
  readonly exitCode: number;
  /** All of them; none where not all was done, or a part of the sweep alone was asked for. */
  readonly runs: readonly MeasuredRun[];
  readonly folder: SweepFolder;
  /** Whether nothing was left to run. */
  readonly isCollected: boolean;
}

/** Do what is left of a sweep, and collect and measure its runs. */
export async function performSweep(
  sweep: LoadedSweep,
  options: PerformOptions,
): Promise<PerformedSweep> {
  const { plan, stack } = sweep;
  const { folder, state } = openSweep(sweep, options);
  const isCollected = state === "collected";
  if (!isCollected) {
    const networkOf = networkOfJob(plan, stack);
    const exitCode = await doJobs({ ...options, sweep, folder, networkOf });
    if (exitCode !== exitCodes.fine || isPart(options))
      return { exitCode, runs: [], folder, isCollected };
  }
  const runs = await (isCollected ? measureRuns : collectRuns)(folder, plan, {
    measures: options.measure,
  });
  removeRuns(folder);
  return { exitCode: exitCodes.fine, runs, folder, isCollected };
}

/** Check a sweep and make its place; says how far it is. */
export function openSweep(
  sweep: LoadedSweep,
  options: PerformOptions,
): { readonly folder: SweepFolder; readonly state: SweepState } {
  // Who started a part has checked the whole.
  if (!isPart(options)) checkSweep(sweep, options);
  const folder = sweepPlace(options, sweep.inputs);
  const state = sweepState(folder, sweep.plan);
  if (state === "new") beginSweep(folder, sweep.plan);
  return { folder, state };
}

function isPart({ worker, job }: Pick<PerformOptions, "worker" | "job">): boolean {
  return worker === true || job !== undefined;
}

/** Make the place of a sweep, empty where it is to be written over. */
function sweepPlace(
  { out, overwrite }: Pick<PerformOptions, "out" | "overwrite">,
  inputs: readonly string[],
): SweepFolder {
  checkResultPath(out);
  checkOutputs([{ path: out, what: "the results" }], inputs);
  const folder = sweepFolder(out);
  if (overwrite === true) {
    removeRuns(folder);
    rmSync(out, { force: true });
  }
  makeFolder(dirname(out));
  return folder;
}

/** Do the jobs here, or in as many processes as there are workers. */
async function doJobs(options: PerformOptions & RunSweepOptions): Promise<number> {
  const { sweep, workers = 1, worker, job, command } = options;
  const isHere = workers === 1 || worker === true || job !== undefined;
  if (!isHere && command !== undefined) {
    return await runPool(sweep.plan, { ...options, workers, command });
  }
  // A process of another one ends with it.
  if (worker === true) {
    process.on("disconnect", () => exitProcess(exitCodes.terminated));
    // Who listens to it waits for it; this process ends when its work is done.
    process.channel?.unref();
  }
  return await runSweep(
    job === undefined ? sweep.plan.jobs : [jobOfSweep(sweep.plan, job)],
    options,
  );
}

/** Refuse a sweep any of whose runs would be refused, before the first begins. */
export function checkSweep(
  { plan, stack, backend, backendOptions }: LoadedSweep,
  { file, memory = availableMemory() }: Pick<PerformOptions, "file" | "memory">,
): void {
  const networkOf = networkOfJob(plan, stack);
  const asked = { stack, backend, backendOptions, memory };
  const found = checkJobs(plan, networkOf, (network) => [
    ...(network.duration === undefined ? [RUN_LENGTH_MISSING({ place: "duration" })] : []),
    ...checkRun(network, asked),
  ]);
  throwAll(file === undefined ? found : found.map((error) => inFile(error, file)));
}
