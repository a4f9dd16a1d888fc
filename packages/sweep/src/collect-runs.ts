import { readResult, type SweepRun, writeSweep } from "@spikeloom/interop/hdf5";
import type { Result } from "@spikeloom/simulate";
import { SWEEP_UNFINISHED } from "./errors.ts";
import { type MeasureName, measureResult } from "./measures.ts";
import { missingJobs, type SweepFolder } from "./sweep-folder.ts";
import { type SweepJob, type SweepPlan, writeSweepPlan } from "./sweep-plan.ts";

/** How runs are collected. */
export interface CollectOptions {
  /** What is measured: rate and CV of intervals unless told. */
  readonly measures?: readonly MeasureName[] | undefined;
}

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
  { measures }: CollectOptions = {},
): Promise<readonly MeasuredRun[]> {
  const jobs = missingJobs(folder, plan);
  if (jobs.length > 0) throw SWEEP_UNFINISHED({ place: folder.path, jobs });
  const measured: MeasuredRun[] = [];
  const measure = measureIn(plan, measures);
  // Where it was run is no part of the results.
  const text = writeSweepPlan({ ...plan, directory: undefined }, folder.out);
  await writeSweep(
    folder.out,
    text,
    runsIn(folder, plan, (job, result) => measured.push(measure(job, result))),
  );
  return measured;
}

/** Measure the runs of a sweep whose file is there. */
export async function measureRuns(
  { out }: Pick<SweepFolder, "out">,
  plan: SweepPlan,
  { measures }: CollectOptions = {},
): Promise<readonly MeasuredRun[]> {
  const measured: MeasuredRun[] = [];
  const measure = measureIn(plan, measures);
  for (const job of plan.jobs) {
    measured.push(measure(job, await readResult(out, { run: job.job })));
  }
  return measured;
}

async function* runsIn(
  folder: SweepFolder,
  plan: SweepPlan,
  take: (job: SweepJob, result: Result) => void,
): AsyncGenerator<SweepRun> {
  for (const job of plan.jobs) {
    const result = await readResult(folder.result(job.job));
    take(job, result);
    yield { ...job, result };
  }
}

function measureIn(
  { from }: SweepPlan,
  names: CollectOptions["measures"],
): (job: SweepJob, result: Result) => MeasuredRun {
  return (job, result) => {
    const { spikeCounts, spikeHash } = result;
    const diverged = result.diverged !== undefined;
    const measures = measureResult(result, { from, names });
    return { ...job, measures, spikeCounts, spikeHash, diverged };
  };
}
