import { resultFile } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { DIVERGED, type DivergedError, type Result, type RunSink } from "@spikeloom/simulate";
import { claimJob, type SweepFolder } from "./sweep-folder.ts";
import type { NetworkOfJob, SweepJob } from "./sweep-plan.ts";

/** Runs one network into a sink. */
export type RunOne = (network: NetworkRecord, sink: RunSink) => Promise<Result>;

/** Options for running jobs. */
export interface RunJobsOptions {
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  readonly run: RunOne;
  /** Stops the sweep after the current run, which is discarded. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each completed run. */
  readonly onRun?: ((job: SweepJob) => void) | undefined;
}

/**
 * Run the jobs that have no result and that no other process has claimed.
 *
 * Each result is written to its own file, which is renamed once complete. Any number of processes may work on the same list, on
 * one machine or on several that share the folder; a killed process loses only its current run.
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
      // A stopped run is repeated; a diverged run would diverge again.
      if (result.interrupted && result.diverged === undefined) return;
      claimed.place();
      onRun?.(job);
    } finally {
      claimed.release();
    }
  }
}

/** A diverged run counts with the data recorded until then, as a sweep may cross a stability boundary. */
function resultOfDiverged(fault: unknown): Result {
  if ((fault as Partial<DivergedError>).code === DIVERGED.code)
    return (fault as DivergedError).result;
  throw fault;
}
