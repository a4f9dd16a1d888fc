import { resultFile } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { DIVERGED, type DivergedError, type Result, type RunSink } from "@spikeloom/simulate";
import { claimJob, type SweepFolder } from "./sweep-folder.ts";
import type { NetworkOfJob, SweepJob } from "./sweep-plan.ts";

/** Runs one network into a sink. */
export type RunOne = (network: NetworkRecord, sink: RunSink) => Promise<Result>;

/** How jobs are run. */
export interface RunJobsOptions {
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  readonly run: RunOne;
  /** Ends after the run at hand, which is not kept. */
  readonly signal?: AbortSignal | undefined;
  /** Is told of each run that is done. */
  readonly onRun?: ((job: SweepJob) => void) | undefined;
}

/**
 * Run those jobs whose results are not there yet and that no other process is at.
 *
 * Each result goes into a file of its own, which has its name once it is whole; so any number of processes may do the same list,
 * on one machine or on several that share the folder, and one that is killed loses the run at hand alone.
 */
export async function runJobs(jobs: Iterable<SweepJob>, options: RunJobsOptions): Promise<void> {
  const { folder, networkOf, run, signal, onRun } = options;
  for (const job of jobs) {
    if (signal?.aborted === true) return;
    const claimed = claimJob(folder, job.job);
    if (claimed === undefined) continue;
    try {
      const sink = resultFile(claimed.draft, { isLocked: true, overwrite: true });
      const result = await run(networkOf(job), sink).catch(resultOfDiverged);
      // A run that was told to end is done again; one that diverged would diverge again.
      if (result.interrupted && result.diverged === undefined) return;
      claimed.place();
      onRun?.(job);
    } finally {
      claimed.release();
    }
  }
}

/** What a run that diverged recorded is its result, as a sweep may well cross a border of stability. */
function resultOfDiverged(fault: unknown): Result {
  if ((fault as Partial<DivergedError>).code === DIVERGED.code)
    return (fault as DivergedError).result;
  throw fault;
}
