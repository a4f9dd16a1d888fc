import { parallelism, startsWhileWaiting, type Thread } from "@spikeloom/code";
import type { ProfileEntry } from "@spikeloom/kernel";
import { programData } from "@spikeloom/program";
import { WORKER_LOST } from "@spikeloom/simulate";
import { faultOf, foreignConnectors } from "@spikeloom/simulate/threads";
import { carriedReach } from "../checkpoint/saved-state.ts";
import type { ClockJob } from "../clock-job.ts";
import type { Reach } from "../finite/watch-shard.ts";
import type { Decision, GroupTotal } from "../synapses/decide-delivery.ts";
import type { BuiltShard } from "./built-shard.ts";
import {
  commands,
  controlWords,
  type FromWorker,
  type PostedJob,
  type ToWorker,
} from "./pool-messages.ts";
import { numbersOf, type PoolSize } from "./pool-size.ts";
import { type Progress, patience, progress, progressWords } from "./progress.ts";
import type { ExchangeShape } from "./spike-exchange.ts";
import { startClockWorker } from "./start-clock-worker.ts";

/** The additional workers of a job; the first worker is the thread that requested it. */
export interface WorkerPool {
  /** Resolves once this thread may block without keeping the others from starting. */
  started(): Promise<unknown>;
  /** The counts of the other workers. */
  counted(): Promise<readonly (readonly GroupTotal[])[]>;
  /** Start building; resolves once all are ready to run. */
  build(
    decision: Decision,
    exchanges: { readonly exchange: SharedArrayBuffer; readonly values: SharedArrayBuffer },
    shape: ExchangeShape,
  ): Promise<readonly BuiltShard[]>;
  /** Run steps, as the first worker also does. */
  run(from: number, until: number): void;
  /** Progress counters of all workers; the first worker reports its own failure there. */
  readonly progress: Progress;
  /**
   * Search all shards for non-finite values; the returned function waits for the result, true if all values are finite.
   */
  search(reach: Reach): () => boolean;
  /** The error of the worker that has failed; never resolves. */
  failed(): Promise<never>;
  profiles(): Promise<readonly (readonly ProfileEntry[])[]>;
  close(): void;
}

/** Start the workers of a job; shards are distributed round-robin, starting with the first worker. */
export function startWorkerPool(
  job: ClockJob,
  { workers, shards, target }: PoolSize & { readonly target: "wasm" | "js" },
): WorkerPool {
  const control = new SharedArrayBuffer(4 * (controlWords.progress + progressWords(workers)));
  const words = new Int32Array(control);
  const posted = postedJob(job);
  const threads = Array.from({ length: workers - 1 }, () => startClockWorker());
  const talks = threads.map(talk);
  const count = (k: number): ToWorker => ({
    kind: "count",
    job: posted,
    target,
    numbers: numbersOf(k + 1, { workers, shards }),
    shards,
    worker: k + 1,
    workers,
    control,
  });
  try {
    threads.forEach((thread, k) => {
      thread.post(count(k));
    });
  } catch (error) {
    for (const thread of threads) thread.stop();
    throw error;
  }
  const own = progress(words, {
    at: controlWords.progress,
    workers,
    own: 0,
    patience: patience(workers <= parallelism()),
  });
  const command = (kind: number): void => {
    Atomics.store(words, controlWords.kind, kind);
    Atomics.add(words, controlWords.command, 1);
    Atomics.notify(words, controlWords.command);
  };
  return {
    started: () =>
      startsWhileWaiting()
        ? Promise.all(talks.map((one) => one.next("started")))
        : Promise.resolve(),
    async counted() {
      const messages = await Promise.all(talks.map((one) => one.next("counted")));
      return messages.flatMap(({ totals }) => totals);
    },
    async build(decision, exchanges, shape) {
      for (const thread of threads) thread.post({ kind: "build", decision, ...exchanges, shape });
      const messages = await Promise.all(talks.map((one) => one.next("built")));
      // From now on they wait for commands, which need not come: a simulation may never be closed.
      for (const thread of threads) thread.letEnd();
      return messages.flatMap((message) => message.shards);
    },
    run(from, until) {
      Atomics.store(words, controlWords.from, from);
      Atomics.store(words, controlWords.until, until);
      command(commands.run);
    },
    progress: own,
    search(reach) {
      Atomics.store(words, controlWords.unsound, 0);
      command(reach === "all" ? commands.searchAll : commands.searchNeurons);
      return () => {
        own.arrive();
        own.wait(0);
        return Atomics.load(words, controlWords.unsound) === 0;
      };
    },
    failed: () => held(threads, Promise.race(talks.map((one) => one.failed))),
    async profiles() {
      command(commands.profile);
      const all = Promise.all(talks.map((one) => one.next("profile")));
      const messages = await held(threads, all);
      return messages.map(({ entries }) => entries);
    },
    close() {
      command(commands.close);
      for (const thread of threads) thread.stop();
    },
  };
}

/** Keep the program running until a message of a thread arrives. */
async function held<T>(threads: readonly Thread[], message: Promise<T>): Promise<T> {
  for (const thread of threads) thread.hold();
  try {
    return await message;
  } finally {
    for (const thread of threads) thread.letEnd();
  }
}

type Kind = FromWorker["kind"];
type Of<K extends Kind> = Extract<FromWorker, { kind: K }>;

interface Talk {
  /** Wait for the next message of a kind. */
  next<K extends Exclude<Kind, "fault">>(kind: K): Promise<Of<K>>;
  readonly failed: Promise<never>;
}

function talk(thread: Thread): Talk {
  const waiting = new Map<Kind, (message: FromWorker) => void>();
  const early = new Map<Kind, FromWorker>();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Reported to those who await it; awaiting it is optional.
  failed.catch(() => undefined);
  thread.onMessage((message: FromWorker) => {
    if (message.kind === "fault") return fail(faultOf(message.fault));
    const resolve = waiting.get(message.kind);
    waiting.delete(message.kind);
    if (resolve === undefined) early.set(message.kind, message);
    else resolve(message);
  });
  thread.onEnd((reason) => fail(WORKER_LOST({ reason })));
  return {
    failed,
    next<K extends Exclude<Kind, "fault">>(kind: K): Promise<Of<K>> {
      const message = new Promise<Of<K>>((resolve) => {
        const before = early.get(kind);
        early.delete(kind);
        if (before === undefined) waiting.set(kind, resolve as (message: FromWorker) => void);
        else resolve(before as Of<K>);
      });
      return Promise.race([message, failed]);
    },
  };
}

/** Convert a job to data. */
function postedJob(job: ClockJob): PostedJob {
  const { program, precision, plasticity, profile = false, revisable } = job;
  const { loaded: foreign } = foreignConnectors(job);
  const planned = { precision, plasticity, revisable, reach: carriedReach(job) };
  return { program: programData(program), foreign, profile, ...planned };
}
