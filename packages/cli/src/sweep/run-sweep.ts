import type { NetworkOfJob, SweepFolder, SweepJob } from "@spikeloom/sweep";
import { runJobs } from "@spikeloom/sweep";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../print/progress-line.ts";
import { run } from "../run-network.ts";
import { type StopSignal, stopSignal } from "../stop-signal.ts";
import type { LoadedSweep } from "./load-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** What the jobs of a sweep are run with. */
export interface RunSweepOptions
  extends Pick<SweepCommandOptions, "allowOutside" | "memory" | "quiet" | "json" | "worker"> {
  readonly sweep: LoadedSweep;
  readonly folder: SweepFolder;
  readonly networkOf: NetworkOfJob;
  /** What stops it: signals to the process unless it is given. */
  readonly stop?: StopSignal | undefined;
  /** Is told of each run that is done. */
  readonly onRun?: ((done: number, runs: number) => void) | undefined;
}

/** Make what stops a sweep at Ctrl-C. */
export function sweepStop({ quiet, json }: Pick<RunSweepOptions, "quiet" | "json">): StopSignal {
  return stopSignal({
    say: () => (quiet || json ? undefined : "Stopping; finished runs are kept."),
  });
}

/** Run those of these jobs that are not done yet, here; gives the exit code. */
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
          // Runs share the cores, not a run its own: so all are the same, however many go at a time.
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
