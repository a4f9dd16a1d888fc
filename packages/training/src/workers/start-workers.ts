import {
  canShare,
  type FloatType,
  parallelism,
  startsWhileWaiting,
  type Thread,
} from "@spikeloom/code";
import type { LearningRequest } from "@spikeloom/kernel";
import { TRAINING_OPTION, WORKER } from "../errors.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import { valueInputs } from "../program/value-inputs.ts";
import { dealtBatch } from "../run/blocks.ts";
import type { ExampleRun } from "../run/example-run.ts";
import type { BatchPlace } from "../run/load-batch.ts";
import type { RunParts } from "../run/run-parts.ts";
import type { BlockTaker } from "../run/take-block.ts";
import { type TakeSlices, takeSlices } from "../run/value-update.ts";
import { allThreads, lost } from "./all-threads.ts";
import { placeWords } from "./place-words.ts";
import { originsOf, type PostedTask, postedProgram } from "./posted-task.ts";
import { signalBuffer, signals } from "./signals.ts";
import { startExampleWorker } from "./start-example-worker.ts";

/** The threads that take blocks of batches beside the one that has started them. */
export interface Workers {
  /** Resolves once all can take part. */
  started(): Promise<void>;
  /** Let all take blocks of a batch that is in memory, this thread too; returns when all is done. */
  share(
    place: BatchPlace,
    work: { readonly learns: boolean; readonly taker: BlockTaker; readonly run: ExampleRun },
  ): void;
  /** Let all take slices of an update, this thread too. */
  readonly update: TakeSlices;
  close(): void;
}

/** What they are started with. */
export interface WorkerParts {
  readonly parts: RunParts;
  /** The plans of the others. */
  readonly others: readonly MemoryPlan[];
  readonly request: LearningRequest;
  readonly type: FloatType;
}

// Looks of 5 ns each; to sleep and be woken takes 100 µs. Without a core for each, looking takes time from others.
const [mostLooks, leastLooks] = [60_000, 2000];

/** Start threads that share out the blocks of batches with this one. */
export function startWorkers(given: WorkerParts): Workers {
  if (!canShare()) throw alone();
  const { parts, others } = given;
  const described = placeWords(valueInputs(parts.program).length, parts.program.given.length);
  const shared = signals(others.length, signalBuffer(others.length, described));
  const looks = others.length < parallelism() ? mostLooks : leastLooks;
  const threads = startThreads(given, shared.buffer);
  const begun = threads.map(begins);
  // Whoever waits hears of it; nobody has to.
  for (const one of begun) one.catch(() => undefined);
  let isReady = !startsWhileWaiting();
  const stop = (): void => {
    for (const { thread } of threads) thread.stop();
  };
  const all = allThreads(shared, { workers: threads.length, looks, stop });
  const bytes = (): number => parts.memory.memory.buffer.byteLength;
  const firstFailed = () => {
    const failed = threads.flatMap(({ worker }) => shared.failedIn(worker) ?? []);
    return failed.sort((left, right) => left.example - right.example)[0];
  };
  return {
    async started() {
      await Promise.all(begun);
      isReady = true;
    },
    share(place, { learns, taker, run }) {
      if (!isReady) throw early();
      const asked = { kind: learns ? "learn" : "assess", parts: taker.blocks, place } as const;
      let own: { readonly error: unknown; readonly example: number } | undefined;
      const fail = (error: unknown): void => {
        own = { error, example: run.at };
      };
      all.ask({ ...asked, bytes: bytes() }, { take: taker.take, fail });
      const first = firstFailed();
      throwOwn(own, first);
      if (first !== undefined) throwAgain(first, { place, run, plan: parts.plan });
    },
    update(slices, blocks) {
      if (!isReady) throw early();
      // Where one is lost already, nothing is changed yet.
      all.check();
      // A few elements are changed sooner than others hear of it.
      if (slices.slices === 1) return takeSlices(slices, blocks);
      const asked = { kind: "update", parts: slices.slices, blocks, bytes: bytes() } as const;
      const take = (slice: number): void => {
        if (!slices.take(slice, blocks)) shared.noteOdd();
      };
      let own: { readonly error: unknown } | undefined;
      const fail = (error: unknown): void => {
        own = { error };
      };
      all.ask(asked, { take, fail });
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

/** Start a thread for each plan, and tell it what it works on. */
function startThreads(
  { parts, others, request, type }: WorkerParts,
  buffer: SharedArrayBuffer,
): readonly StartedThread[] {
  const origins = originsOf(request);
  const { carry = false } = request;
  return others.map((plan, worker) => {
    const task: PostedTask = {
      ...{ ...postedProgram(parts.program, plan), ...origins, type, worker },
      ...{ memory: parts.memory.memory, signals: buffer, workers: others.length },
      request: { readout: request.readout, optimiser: request.optimiser, carry },
    };
    const thread = startExampleWorker();
    try {
      thread.post(task);
    } catch (error) {
      thread.stop();
      throw notData(error);
    }
    return { thread, worker };
  });
}

/** Resolve once a thread can take part. */
function begins({ thread, worker }: StartedThread): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.onMessage((message: string) => {
      // From now on it waits for batches, which nobody has to give it.
      thread.letEnd();
      if (message === "started") resolve();
      else reject(lost(worker, message));
    });
    thread.onEnd((reason) => reject(lost(worker, reason)));
  });
}

/** Throw what went wrong in this thread, unless another has failed in an example before. */
function throwOwn(
  own: { readonly error: unknown; readonly example: number } | undefined,
  first: { readonly example: number } | undefined,
): void {
  if (own === undefined || (first !== undefined && first.example < own.example)) return;
  throw own.error;
}

/** Fail here as another thread did: an example fails wherever it is run. */
function throwAgain(
  { example, reason }: { readonly example: number; readonly reason: string },
  {
    place,
    run,
    plan,
  }: { readonly place: BatchPlace; readonly run: ExampleRun; readonly plan: MemoryPlan },
): never {
  const groups = dealtBatch(place.size, plan).flat();
  const group = groups.find(({ first, count }) => example >= first && example < first + count);
  if (group !== undefined) run.forward(group);
  throw WORKER({
    place: `example ${example} of the batch`,
    message: `A worker has failed where this thread does not: ${reason}`,
    next: "Take one worker.",
  });
}

function notData(error: unknown): Error {
  return TRAINING_OPTION({
    place: "workers",
    message: "What a worker has to know cannot be copied to it.",
    expected: "origins whose options are data alone",
    got: String(error),
  });
}

function alone(): Error {
  return TRAINING_OPTION({
    place: "workers",
    message: "This thread cannot share memory with others and wait for them.",
    ...{ expected: "1", got: "more" },
    next: "In a page that is isolated from other origins, learn in a worker of the page.",
  });
}

function early(): Error {
  return WORKER({
    place: "workers",
    message: "Workers of a page start only while it waits for events.",
    next: "Wait for started() of the trainer before the first batch.",
  });
}
