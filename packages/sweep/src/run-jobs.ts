import { resultFile } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import {
  type CopiesOptions,
  type CopyPlace,
  DIVERGED,
  type DivergedError,
  estimateCopies,
  type Result,
  type RunSink,
  runCopies,
} from "@spikeloom/simulate";
import { claimJob, type SweepFolder } from "./sweep-folder.ts";
import type { NetworkOfJob, SweepJob } from "./sweep-plan.ts";

/** Runs one network into a sink, on the given backend. */
export type RunOne = (
  network: NetworkRecord,
  on: CopyPlace & { readonly sink: RunSink },
) => Promise<Result>;

/** Options for running jobs. */
export interface RunJobsOptions
  extends Pick<CopiesOptions<SweepJob>, "stack" | "backend" | "backendOptions"> {
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  readonly run: RunOne;
  /** Number of runs at once; by default 1. */
  readonly workers?: number | undefined;
  /** Memory limit of all runs, in bytes; by default, available memory. */
  readonly memory?: number | undefined;
  /** Stops the sweep; the current runs are discarded. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each completed run. */
  readonly onRun?: ((job: SweepJob) => void) | undefined;
}

/**
 * Run the jobs that have no result and that no other process has claimed.
 *
 * Each result is written to its own file, which is renamed once complete. Any number of processes may work on the same list, on
 * one machine or on several that share the folder; a killed process loses only its current runs. Several runs at once are copies
 * of a batch, each on one worker.
 */
export async function runJobs(jobs: readonly SweepJob[], options: RunJobsOptions): Promise<void> {
  const { folder, networkOf, run, workers = 1, memory, signal, onRun } = options;
  const { stack, backend, backendOptions } = options;
  const asked = { stack, backend, backendOptions };
  // Each run has one worker, so the results are the same for any number of runs at once.
  const alone = { ...asked, workers: 1 };
  const { fitting, seconds } =
    workers === 1
      ? { fitting: 1, seconds: undefined }
      : estimateCopies(distinctNetworks(jobs, networkOf), alone, memory);
  await runCopies(jobs, {
    ...asked,
    signal,
    workers,
    count: Math.min(jobs.length, workers),
    fitting,
    seconds,
    async runCopy(job, place) {
      const claimed = claimJob(folder, job.job);
      if (claimed === undefined) return;
      try {
        const sink = resultFile(claimed.draft, { isLocked: true, overwrite: true });
        const on = { ...place, workers: 1, sink };
        const result = await run(networkOf(job), on).catch(resultOfDiverged);
        // A stopped run is repeated; a diverged run would diverge again.
        if (result.interrupted && result.diverged === undefined) return;
        claimed.place();
        onRun?.(job);
      } finally {
        claimed.release();
      }
    },
  });
}

/** Build the networks of the jobs; those that differ only in their seeds once. */
function* distinctNetworks(
  jobs: readonly SweepJob[],
  networkOf: NetworkOfJob,
): Generator<NetworkRecord> {
  const seen = new Set<string>();
  for (const job of jobs) {
    const key = JSON.stringify([job.network, job.parameters]);
    if (seen.has(key)) continue;
    seen.add(key);
    yield networkOf(job);
  }
}

/** A diverged run counts with the data recorded until then, as a sweep may cross a stability boundary. */
function resultOfDiverged(fault: unknown): Result {
  if ((fault as Partial<DivergedError>).code === DIVERGED.code)
    return (fault as DivergedError).result;
  throw fault;
}
