import { readResult, type SweepRun, writeSweep } from "@spikeloom/interop/hdf5";
import { SWEEP_UNFINISHED } from "./errors.ts";
import { measureResult } from "./measures.ts";
import { missingJobs, type SweepFolder } from "./sweep-folder.ts";
import { type SweepJob, type SweepPlan, writeSweepPlan } from "./sweep-plan.ts";

/** A run with what was measured. */
export interface MeasuredRun extends SweepJob {
  /** By population. */
  readonly measures: ReturnType<typeof measureResult>;
  readonly spikeCounts: Readonly<Record<string, number>>;
  readonly spikeHash: string;
  /** Whether a value was no longer finite, which ended the run. */
  readonly diverged: boolean;
}

/**
 * Put the results of all jobs into one file, and measure each.
 *
 * One result at a time is in memory. The results of single runs go once all are collected; where some are missing, none is.
 */
export async function collectRuns(
  folder: SweepFolder,
  plan: SweepPlan,
): Promise<readonly MeasuredRun[]> {
  const jobs = missingJobs(folder, plan);
  if (jobs.length > 0) throw SWEEP_UNFINISHED({ place: folder.path, jobs });
  const measured: MeasuredRun[] = [];
  // Where it was run is no part of the results.
  const text = writeSweepPlan({ ...plan, directory: undefined }, folder.out);
  await writeSweep(folder.out, text, runsIn(folder, plan, measured));
  return measured;
}

/** Measure the runs of a sweep whose file is there. */
export async function measureRuns(
  { out }: Pick<SweepFolder, "out">,
  plan: SweepPlan,
): Promise<readonly MeasuredRun[]> {
  const measured: MeasuredRun[] = [];
  for (const job of plan.jobs) {
    measured.push(measuredRun(job, await readResult(out, { run: job.job }), plan));
  }
  return measured;
}

async function* runsIn(
  folder: SweepFolder,
  plan: SweepPlan,
  measured: MeasuredRun[],
): AsyncGenerator<SweepRun> {
  for (const job of plan.jobs) {
    const result = await readResult(folder.result(job.job));
    measured.push(measuredRun(job, result, plan));
    yield { ...job, result };
  }
}

function measuredRun(
  job: SweepJob,
  result: Awaited<ReturnType<typeof readResult>>,
  { from }: SweepPlan,
): MeasuredRun {
  const { spikeCounts, spikeHash } = result;
  const diverged = result.diverged !== undefined;
  return { ...job, measures: measureResult(result, from), spikeCounts, spikeHash, diverged };
}
