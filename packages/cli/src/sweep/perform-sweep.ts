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
import { inFile } from "../print/coded.ts";
import { checkResultPath } from "../result-path.ts";
import { makeFolder } from "../run-file.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import { type RunSweepOptions, runSweep } from "./run-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options of performing a sweep. */
export interface PerformOptions
  extends Pick<RunSweepOptions, "stop" | "onRun">,
    Pick<
      SweepCommandOptions,
      ("workers" | "job" | "memory" | "allowOutside") | ("measure" | "overwrite" | "quiet" | "json")
    > {
  /** File of all results. */
  readonly out: string;
  /** Names for errors; by default those of the fields. */
  readonly file?: string | undefined;
}

/** Result of a sweep. */
export interface PerformedSweep {
  /** Exit code of the command: success, or why not all runs were done. */
  readonly exitCode: number;
  /** All runs; none if not all were done, or only a part of the sweep was requested. */
  readonly runs: readonly MeasuredRun[];
  readonly folder: SweepFolder;
  /** Whether nothing remained to run. */
  readonly isCollected: boolean;
}

/** Do the remaining runs of a sweep, then collect and measure all. */
export async function performSweep(
  sweep: LoadedSweep,
  options: PerformOptions,
): Promise<PerformedSweep> {
  const { plan, stack } = sweep;
  const { folder, state } = openSweep(sweep, options);
  const isCollected = state === "collected";
  if (!isCollected) {
    const networkOf = networkOfJob(plan, stack);
    const { job } = options;
    const jobs = job === undefined ? plan.jobs : [jobOfSweep(plan, job)];
    const exitCode = await runSweep(jobs, { ...options, sweep, folder, networkOf });
    if (exitCode !== exitCodes.fine || job !== undefined)
      return { exitCode, runs: [], folder, isCollected };
  }
  const runs = await (isCollected ? measureRuns : collectRuns)(folder, plan, {
    measures: options.measure,
  });
  removeRuns(folder);
  return { exitCode: exitCodes.fine, runs, folder, isCollected };
}

/** Check a sweep and create its file; reports its progress. */
export function openSweep(
  sweep: LoadedSweep,
  options: PerformOptions,
): { readonly folder: SweepFolder; readonly state: SweepState } {
  // Whoever wrote the list of a single job has checked the whole.
  if (options.job === undefined) checkSweep(sweep, options);
  const folder = sweepPlace(options, sweep.inputs);
  const state = sweepState(folder, sweep.plan);
  if (state === "new") beginSweep(folder, sweep.plan);
  return { folder, state };
}

/** Create the file of a sweep, empty if it is to be overwritten. */
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

/** Refuse a sweep if any of its runs would be refused, before the first begins. */
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
