import type { NetworkOfJob, SweepFolder, SweepJob } from "@spikeloom/sweep";
import { runJobs } from "@spikeloom/sweep";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../print/progress-line.ts";
import { run } from "../run-network.ts";
import { type StopSignal, stopSignal } from "../stop-signal.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options of running the jobs of a sweep. */
export interface RunSweepOptions
  extends Pick<SweepCommandOptions, "allowOutside" | "memory" | "quiet" | "json" | "worker"> {
  readonly sweep: LoadedSweep;
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  /** Stops it; by default signals to the process do. */
  readonly stop?: StopSignal | undefined;
  /** Called after each run. */
  readonly onRun?: ((done: number, runs: number) => void) | undefined;
}

/** Create a signal that stops a sweep at Ctrl-C. */
export function sweepStop({ quiet, json }: Pick<RunSweepOptions, "quiet" | "json">): StopSignal {
  return stopSignal({
    say: () => (quiet || json ? undefined : "Stopping; finished runs are kept."),
  });
}

/** Run the jobs that are not done yet in this process; returns the exit code. */
export async function runSweep(
  jobs: readonly SweepJob[],
  options: RunSweepOptions,
): Promise<number> {
  const { memory, allowOutside } = options;
  const { stack, backend, backendOptions, directory, plan } = options.sweep;
  const { onDivergence } = plan.run as Pick<SweepCommandOptions, "onDivergence">;
  const line = progressLine();
  const began = performance.now();
  let done = 0;
  const stop = options.stop ?? sweepStop(options);
  stop.arm();
  try {
    await runJobs(jobs, {
      ...options,
      signal: stop.signal,
      run: (network, sink) =>
        run(network, {
          stack,
          backend,
          backendOptions,
          directory,
          memory,
          allowOutside,
          onDivergence,
          sink,
          // Runs share the cores, and each has one worker: so results are the same for any number of processes.
          workers: 1,
          keep: false,
          signal: stop.signal,
        }),
      onRun({ job }) {
        done += 1;
        if (options.worker === true) process.send?.({ job });
        options.onRun?.(done, jobs.length);
        const [step, steps] = [done, jobs.length];
        const secondsLeft = ((performance.now() - began) / 1000 / done) * (steps - step);
        if (!options.quiet) line.show({ step, steps, fraction: step / steps, secondsLeft });
      },
    });
  } finally {
    line.clear();
    stop.disarm();
  }
  return stop.signal.aborted ? exitCodeOfSignal(stop.received()) : exitCodes.fine;
}
