import { readResult, type SweepRun, writeSweep } from "@spikeloom/interop/hdf5";
import type { Result } from "@spikeloom/simulate";
import { SWEEP_UNFINISHED } from "./errors.ts";
import { type MeasureName, measureResult } from "./measures.ts";
import { missingJobs, type SweepFolder } from "./sweep-folder.ts";
import { type SweepJob, type SweepPlan, writeSweepPlan } from "./sweep-plan.ts";

/** Options for collecting runs. */
export interface CollectOptions {
  /** Measures to compute; default: rate and CV of intervals. */
  readonly measures?: readonly MeasureName[] | undefined;
}

/** A run with its measures. */
export interface MeasuredRun extends SweepJob {
  /** By population. */
  readonly measures: ReturnType<typeof measureResult>;
  readonly spikeCounts: Readonly<Record<string, number>>;
  readonly spikeHash: string;
  /** Whether the run ended because a value became non-finite. */
  readonly diverged: boolean;
}

/**
 * Collect the results of all jobs in one file, and measure each.
 *
 * Only one result at a time is in memory. The results of single runs are deleted once all are collected; if some are missing,
 * nothing is collected.
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
  // The folder of the run is not part of the results.
  const text = writeSweepPlan({ ...plan, directory: undefined }, folder.out);
  await writeSweep(
    folder.out,
    text,
    runsIn(folder, plan, (job, result) => measured.push(measure(job, result))),
  );
  return measured;
}

/** Measure the runs of a sweep with an existing result file. */
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
