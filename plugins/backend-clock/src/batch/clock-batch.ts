import { parallelism, type Thread } from "@spikeloom/code";
import type {
  BackendBatch,
  BatchRequest,
  PreparationProgress,
  Simulation,
  SimulationJob,
} from "@spikeloom/kernel";
import { type NetworkProgram, programData } from "@spikeloom/program";
import { type ClockSettings, clockJob } from "../clock-job.ts";
import { faultOf } from "../crew/crew-messages.ts";
import { foreignConnectors } from "../crew/foreign-connectors.ts";
import { SIMULATION_ENDED, WORKER_LOST } from "../errors.ts";
import { prepare } from "../prepare.ts";
import type { Call, FromCopy, PostedCopy, ToCopy } from "./batch-messages.ts";
import { startCopyWorker } from "./start-copy-worker.ts";

/**
 * Create a batch whose copies run in threads, each as a whole.
 *
 * Copies of a network do not exchange spikes, so no thread waits for another.
 */
export function clockBatch({ copies, options }: BatchRequest, target: "wasm" | "js"): BackendBatch {
  const { workers = parallelism() } = options as Partial<ClockSettings>;
  const atOnce = Math.min(copies, workers, 2 * parallelism());
  const threads = threadPool(atOnce);
  return {
    atOnce,
    async prepare(program: NetworkProgram, job) {
      const task = clockJob(program, job);
      const { loaded, stuck } = foreignConnectors(task);
      const isWhole = job.revisable !== true && job.carried === undefined;
      // No thread could load its connector, or take over another simulation.
      if (stuck !== undefined || !isWhole || atOnce === 1)
        return await prepare(task, { program, target });
      const { profile = false, state } = job;
      const data = programData(program);
      const copy = { program: data, options: job.options, foreign: loaded, target, profile, state };
      const thread = await threads.take();
      try {
        return await remoteSimulation(thread, copy, { job, threads });
      } catch (error) {
        threads.drop(thread);
        throw error;
      }
    },
    close: () => threads.close(),
  };
}

/** Threads that run one copy at a time. */
interface ThreadPool {
  /** Wait for a free thread. */
  take(): Promise<Talk>;
  /** Return a thread for another copy. */
  leave(talk: Talk): void;
  /** End a thread whose copy has failed. */
  drop(talk: Talk): void;
  close(): void;
}

function threadPool(most: number): ThreadPool {
  const idle: Talk[] = [];
  const all = new Set<Talk>();
  const waiting: ((talk: Talk) => void)[] = [];
  const start = (): Talk => {
    const talk = talkTo(startCopyWorker());
    all.add(talk);
    return talk;
  };
  return {
    async take() {
      const free = idle.pop();
      if (free !== undefined) return free;
      if (all.size < most) return start();
      return await new Promise((resolve) => waiting.push(resolve));
    },
    leave(talk) {
      const next = waiting.shift();
      if (next === undefined) idle.push(talk);
      else next(talk);
    },
    drop(talk) {
      if (!all.delete(talk)) return;
      talk.thread.stop();
      waiting.shift()?.(start());
    },
    close() {
      for (const { thread } of all) thread.stop();
      all.clear();
    },
  };
}

interface Receiver {
  chunk(message: Extract<FromCopy, { kind: "chunk" }>): void;
  turn(progress: PreparationProgress): void;
}

type Reply = Extract<FromCopy, { kind: "prepared" | "answer" }>;

/** Conversation with a thread: replies come in the order of the messages. */
interface Talk {
  readonly thread: Thread;
  /** Receives what the thread sends in addition to its replies. */
  receiver: Receiver | undefined;
  ask(message: ToCopy): Promise<Reply>;
}

function talkTo(thread: Thread): Talk {
  const waiting: {
    readonly resolve: (reply: Reply) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  let lost: Error | undefined;
  const next = (): (typeof waiting)[number] | undefined => {
    const first = waiting.shift();
    // A program may end while its threads have nothing to do.
    if (waiting.length === 0) thread.letEnd();
    return first;
  };
  const talk: Talk = {
    thread,
    receiver: undefined,
    ask: (message) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) return reject(lost);
        if (waiting.length === 0) thread.hold();
        waiting.push({ resolve, reject });
        thread.post(message);
      }),
  };
  thread.onMessage((message: FromCopy) => {
    if (message.kind === "chunk") talk.receiver?.chunk(message);
    else if (message.kind === "turn") talk.receiver?.turn(message.progress);
    else if (message.kind === "fault") next()?.reject(faultOf(message.fault));
    else next()?.resolve(message);
  });
  thread.onEnd((reason) => {
    lost = WORKER_LOST({ reason });
    while (waiting.length > 0) next()?.reject(lost);
  });
  return talk;
}

interface RemoteOptions {
  readonly job: SimulationJob;
  readonly threads: ThreadPool;
}

/** Prepare a copy in a thread; returns a simulation that passes calls on to it. */
async function remoteSimulation(
  talk: Talk,
  copy: PostedCopy,
  { job: { sink, watch }, threads }: RemoteOptions,
): Promise<Simulation> {
  let refused: { readonly fault: unknown } | undefined;
  let cancel: (fault: unknown) => void = () => undefined;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = reject;
  });
  cancelled.catch(() => undefined);
  talk.receiver = {
    chunk({ of, chunk }) {
      try {
        sink[of]?.(chunk);
      } catch (fault) {
        refused ??= { fault };
      }
    },
    turn(progress) {
      try {
        Promise.resolve(watch?.turn(progress)).catch(cancel);
      } catch (fault) {
        cancel(fault);
      }
    },
  };
  const ends = watch === undefined ? [cancelled] : [cancelled, watch.ended];
  const prepared = await Promise.race([talk.ask({ kind: "prepare", copy }), ...ends]);
  if (prepared.kind !== "prepared") throw new Error("A thread answers before it is asked.");
  const { dt, summary, calls } = prepared;
  let { step } = prepared;
  let ended: "failed" | "was closed" | undefined;
  const ask = async (call: Call, given: readonly unknown[]): Promise<unknown> => {
    if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
    const reply = await talk.ask({ kind: "call", call, given });
    if (reply.kind !== "answer") return undefined;
    step = reply.step;
    return reply.value;
  };
  const methods = calls
    .filter((call) => call !== "advance" && call !== "close")
    .map((call) => [call, (...given: readonly unknown[]) => ask(call, given)] as const);
  return {
    ...(Object.fromEntries(methods) as Pick<Simulation, "state" | "spikeHash" | "spikeCount">),
    get step() {
      return step;
    },
    dt,
    summary,
    workers: 1,
    async advance(steps) {
      try {
        await ask("advance", [steps]);
        if (refused !== undefined) throw refused.fault;
      } catch (fault) {
        ended ??= "failed";
        throw fault;
      }
    },
    async close() {
      if (ended === "was closed") return;
      const hasFailed = ended === "failed";
      ended = "was closed";
      if (hasFailed) return threads.drop(talk);
      try {
        await talk.ask({ kind: "call", call: "close", given: [] });
        talk.receiver = undefined;
        threads.leave(talk);
      } catch {
        threads.drop(talk);
      }
    },
  };
}
