import { type ChildProcess, fork } from "node:child_process";
import { missingJobs, type SweepFolder, type SweepPlan } from "@spikeloom/sweep";
import { exitCodeOfSignal, exitCodes } from "../exit-codes.ts";
import { progressLine } from "../print/progress-line.ts";
import type { StopSignal } from "../stop-signal.ts";
import { sweepStop } from "./run-sweep.ts";
import type { SweepCommandOptions } from "./sweep-options.ts";

/** Options of the processes of a sweep. */
export interface WorkerPoolOptions
  extends Pick<SweepCommandOptions, "allowOutside" | "memory" | "quiet" | "json"> {
  readonly folder: SweepFolder;
  readonly workers: number;
  /** The program that each of them runs: that of the command. */
  readonly command: string;
  readonly stop?: StopSignal | undefined;
  /** Called after each run. */
  readonly onRun?: ((done: number, runs: number) => void) | undefined;
  /** Receives the error output of the first process that fails; by default it is printed. */
  readonly onFailed?: ((said: SaidByWorker) => void) | undefined;
}

/** Output of a process. */
export interface SaidByWorker {
  readonly stdout: string;
  readonly stderr: string;
}

interface Ended extends SaidByWorker {
  readonly code: number;
}

/**
 * Let several processes do the jobs of a sweep; returns the exit code.
 *
 * Each takes the next free job, so none waits for another before the end. The error output of the first that fails is
 * reported here.
 */
export async function runPool(plan: SweepPlan, options: WorkerPoolOptions): Promise<number> {
  const { folder, quiet } = options;
  const stop = options.stop ?? sweepStop(options);
  if (stop.signal.aborted) return exitCodeOfSignal(stop.received());
  const line = progressLine();
  const began = performance.now();
  const waiting = missingJobs(folder, plan).length;
  let done = 0;
  const onRun = (): void => {
    done += 1;
    const secondsLeft = ((performance.now() - began) / 1000 / done) * (waiting - done);
    const progress = { step: done, steps: waiting, fraction: done / waiting, secondsLeft };
    if (!quiet) line.show(progress);
    options.onRun?.(done, waiting);
  };
  const count = Math.min(options.workers, Math.max(1, waiting));
  const children = Array.from({ length: count }, () => start(options));
  const kill = (): void => {
    for (const child of children) child.kill(stop.received());
  };
  stop.signal.addEventListener("abort", kill);
  stop.arm();
  try {
    const ended = await Promise.all(children.map((child) => endOf(child, onRun)));
    line.clear();
    if (stop.signal.aborted) return exitCodeOfSignal(stop.received());
    const failed = ended.find(({ code }) => code !== exitCodes.fine);
    if (failed === undefined) return exitCodes.fine;
    (options.onFailed ?? say)(failed);
    return failed.code;
  } finally {
    line.clear();
    // A script may pass one signal to many sweeps.
    stop.signal.removeEventListener("abort", kill);
    stop.disarm();
  }
}

function say({ stdout, stderr }: SaidByWorker): void {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
}

function start({
  folder,
  command,
  memory,
  allowOutside,
  workers,
  json,
}: WorkerPoolOptions): ChildProcess {
  const args = [
    ...["sweep", folder.plan, "--out", folder.out, "--worker", "--quiet"],
    ...(memory === undefined ? [] : ["--memory", String(Math.floor(memory / workers))]),
    ...(allowOutside === true ? ["--allow-outside"] : []),
    ...(json === true ? ["--json"] : []),
  ];
  return fork(command, args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
}

function endOf(child: ChildProcess, onRun: () => void): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.on("message", onRun);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const reported =
        signal === null ? stderr : `${stderr}A process of the sweep was ended by ${signal}.\n`;
      resolve({ code: code ?? exitCodes.unexpected, stdout, stderr: reported });
    });
  });
}
