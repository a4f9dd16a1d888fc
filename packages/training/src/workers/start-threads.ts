import { canShare, parallelism, startsWhileWaiting, type Thread } from "@spikeloom/code";
import { TRAINING_OPTION, WORKER } from "../errors.ts";
import { allThreads, lost } from "./all-threads.ts";
import { type Asked, signalBuffer, signals } from "./signals.ts";
import { startExampleWorker } from "./start-example-worker.ts";

/** Data passed to every worker. */
export interface ThreadTask {
  readonly signals: SharedArrayBuffer;
  /** Index of this worker, and the number of workers. */
  readonly worker: number;
  readonly workers: number;
}

/** Processes parts of a batch in this thread, and handles failures of another one. */
interface Sharing {
  readonly take: (part: number) => void;
  /** The sample that this thread is processing. */
  at(): number;
  /** Run a sample in this thread, where it fails in the same way. */
  again(example: number): void;
}

/** Additional threads, which take parts of commands. */
interface Threads {
  /** Resolves once all can take part. */
  started(): Promise<void>;
  /** Distribute a batch over all threads, including this one; throws the error of the first sample that failed. */
  share(asked: Asked, sharing: Sharing): void;
  /** Throw if a thread is lost, or cannot start yet. */
  check(): void;
  /** Distribute an update over all threads; false if one has produced a non-finite value. */
  update(asked: Asked, take: (slice: number) => boolean): boolean;
  close(): void;
}

// Spins of 5 ns each; sleeping and waking takes 100 µs. If there are fewer cores than threads, spinning takes time from
// others.
const [mostLooks, leastLooks] = [60_000, 2000];

/** Reject several workers if threads cannot share memory. */
export function checkSharing(): void {
  if (!canShare()) throw alone();
}

/** Number of threads, and number of words that describe a batch. */
interface ThreadCounts {
  readonly count: number;
  readonly described: number;
}

/** Start this many threads, each with its own task. */
export function startThreads(
  { count, described }: ThreadCounts,
  taskOf: (own: ThreadTask) => ThreadTask,
): Threads {
  checkSharing();
  const shared = signals(count, signalBuffer(count, described));
  const looks = count < parallelism() ? mostLooks : leastLooks;
  const threads = Array.from({ length: count }, (_, worker) =>
    startOne(taskOf({ signals: shared.buffer, worker, workers: count })),
  );
  const begun = threads.map(begins);
  // Reported to those who await it; awaiting it is optional.
  for (const one of begun) one.catch(() => undefined);
  let isReady = !startsWhileWaiting();
  const stop = (): void => {
    for (const { thread } of threads) thread.stop();
  };
  const all = allThreads(shared, { workers: count, looks, stop });
  const check = (): void => {
    if (!isReady) throw early();
    all.check();
  };
  const firstFailed = () => {
    const failed = threads.flatMap(({ worker }) => shared.failedIn(worker) ?? []);
    return failed.sort((left, right) => left.example - right.example)[0];
  };
  return {
    check,
    async started() {
      await Promise.all(begun);
      isReady = true;
    },
    share(asked, { take, at, again }) {
      if (!isReady) throw early();
      let own: { readonly error: unknown; readonly example: number } | undefined;
      const fail = (error: unknown): void => {
        own = { error, example: at() };
      };
      all.ask(asked, { take, fail });
      const first = firstFailed();
      throwOwn(own, first);
      if (first === undefined) return;
      again(first.example);
      throw failedThere(first);
    },
    update(asked, take) {
      let own: { readonly error: unknown } | undefined;
      const fail = (error: unknown): void => {
        own = { error };
      };
      const takeSlice = (slice: number): void => {
        if (!take(slice)) shared.noteOdd();
      };
      all.ask(asked, { take: takeSlice, fail });
      if (own !== undefined) throw own.error;
      const failed = firstFailed();
      if (failed !== undefined) throw all.lose(undefined, failed.reason);
      return !shared.isOdd;
    },
    close() {
      shared.ask({ kind: "end", parts: 0, bytes: 0 });
      stop();
    },
  };
}

interface StartedThread {
  readonly thread: Thread;
  readonly worker: number;
}

/** Start a thread, and send it its task. */
function startOne(task: ThreadTask): StartedThread {
  const thread = startExampleWorker();
  try {
    thread.post(task);
  } catch (error) {
    thread.stop();
    throw notData(error);
  }
  return { thread, worker: task.worker };
}

/** Resolve once a thread can take part. */
function begins({ thread, worker }: StartedThread): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.onMessage((message: string) => {
      // From now on it waits for batches, which need not arrive.
      thread.letEnd();
      if (message === "started") resolve();
      else reject(lost(worker, message));
    });
    thread.onEnd((reason) => reject(lost(worker, reason)));
  });
}

/** Throw the error of this thread, unless another one has failed in an earlier sample. */
function throwOwn(
  own: { readonly error: unknown; readonly example: number } | undefined,
  first: { readonly example: number } | undefined,
): void {
  if (own === undefined || (first !== undefined && first.example < own.example)) return;
  throw own.error;
}

function failedThere(first: { readonly example: number; readonly reason: string }): Error {
  return WORKER({
    place: `sample ${first.example} of the batch`,
    message: `A worker failed, but the main thread did not: ${first.reason}`,
    next: "Use one worker.",
  });
}

function notData(error: unknown): Error {
  return TRAINING_OPTION({
    place: "workers",
    message: "The options of an origin cannot be copied to a worker.",
    expected: "origins with plain data as options",
    got: String(error),
  });
}

function alone(): Error {
  return TRAINING_OPTION({
    place: "workers",
    message: "This thread cannot share memory with other threads.",
    expected: "1",
    got: "more",
    next: "Train in a Web Worker of a page with cross-origin isolation.",
  });
}

function early(): Error {
  return WORKER({
    place: "workers",
    message: "Workers of a page start only while its event loop is idle.",
    next: "Await started() of the trainer before the first batch.",
  });
}
