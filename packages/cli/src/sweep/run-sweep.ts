import type { NetworkOfJob, SweepFolder, SweepJob } from "@spikeloom/sweep";
import { missingJobs, runJobs } from "@spikeloom/sweep";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../print/progress-line.ts";
import { run } from "../run-network.ts";
import { type StopSignal, stopSignal } from "../stop-signal.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options of running the jobs of a sweep. */
export interface RunSweepOptions
  extends Pick<SweepCommandOptions, "allowOutside" | "memory" | "quiet" | "json" | "workers"> {
  readonly sweep: LoadedSweep;
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  /** Stops it; by default signals to the process do. */
  readonly stop?: StopSignal | undefined;
  /** Called after each run. */
  readonly onRun?: ((done: number, runs: number) => void) | undefined;
}

/** Create a signal that stops a sweep at Ctrl-C. */
function sweepStop({ quiet, json }: Pick<RunSweepOptions, "quiet" | "json">): StopSignal {
  return stopSignal({
    say: () => (quiet || json ? undefined : "Stopping; finished runs are kept."),
  });
}

/** Run the jobs that are not done yet in this process; returns the exit code. */
export async function runSweep(
  jobs: readonly SweepJob[],
  options: RunSweepOptions,
): Promise<number> {
  const { memory, allowOutside, folder } = options;
  const { stack, backend, backendOptions, directory, plan } = options.sweep;
  const { onDivergence } = plan.run as Pick<SweepCommandOptions, "onDivergence">;
  const line = progressLine();
  const began = performance.now();
  const missing = new Set(missingJobs(folder, plan));
  const steps = jobs.filter(({ job }) => missing.has(job)).length;
  let done = 0;
  const stop = options.stop ?? sweepStop(options);
  stop.arm();
  try {
    await runJobs(jobs, {
      ...options,
      stack,
      backend,
      backendOptions,
      signal: stop.signal,
      run: (network, on) =>
        run(network, {
          ...on,
          stack,
          backendOptions,
          directory,
          memory,
          allowOutside,
          onDivergence,
          keep: false,
        }),
      onRun() {
        done += 1;
        options.onRun?.(done, steps);
        const secondsLeft = ((performance.now() - began) / 1000 / done) * (steps - done);
        if (!options.quiet) line.show({ step: done, steps, fraction: done / steps, secondsLeft });
      },
    });
  } finally {
    line.clear();
    stop.disarm();
  }
  return stop.signal.aborted ? exitCodeOfSignal(stop.received()) : exitCodes.fine;
}
