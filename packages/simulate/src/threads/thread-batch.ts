import { parallelism, type Thread } from "@spikeloom/code";
import type { BackendBatch, BatchRequest, Simulation, SimulationJob } from "@spikeloom/kernel";
import { type NetworkProgram, programData } from "@spikeloom/program";
import { changed } from "../batch/in-turn.ts";
import { SIMULATION_ENDED } from "../errors.ts";
import type { Call, PostedCopy } from "./copy-messages.ts";
import { type CopyPlaces, copyPlaces, type Talk } from "./copy-places.ts";
import { foreignConnectors } from "./foreign-connectors.ts";

/** Options of a batch in threads. */
export interface ThreadBatchOptions {
  readonly request: BatchRequest;
  /** Passed to `prepare` in the threads; data. */
  readonly settings?: unknown;
  /** Start a thread that calls `answerCopies`. */
  readonly start: () => Thread;
  /** Prepare a copy in this thread. */
  prepare(program: NetworkProgram, job: SimulationJob): Promise<Simulation>;
}

/**
 * Create a batch whose copies run in threads, each as a whole.
 *
 * Copies of a network do not exchange spikes, so no thread waits for another. A batch of little work runs in this thread.
 */
export function threadBatch(options: ThreadBatchOptions): BackendBatch {
  const { request, start, prepare, settings } = options;
  const { copies, seconds, workers = parallelism() } = request;
  const atOnce = Math.min(copies, workers, 2 * parallelism());
  const places = copyPlaces({ copies, atOnce, seconds, start });
  return {
    atOnce,
    async prepare(program: NetworkProgram, job) {
      const { loaded, stuck } = foreignConnectors({ stack: job.stack, program });
      const isWhole = job.revisable !== true && job.carried === undefined;
      // No thread could load its connector, or take over another simulation.
      if (stuck !== undefined || !isWhole) return await prepare(program, job);
      const place = await places.take();
      try {
        if (place === "here") return ownSimulation(await prepare(program, job), places);
        const { profile = false, state } = job;
        const data = programData(program);
        const copy = { program: data, options: job.options, foreign: loaded, profile, state };
        return await remoteSimulation(place, { ...copy, settings }, { job, places });
      } catch (error) {
        places.drop(place);
        throw error;
      }
    },
    close: () => places.close(),
  };
}

/** Return the place of a simulation in this thread once it is closed. */
function ownSimulation(simulation: Simulation, places: CopyPlaces): Simulation {
  let isClosed = false;
  return changed(simulation, {
    close: (own) => async () => {
      try {
        await own.close();
      } finally {
        if (!isClosed) places.leave("here");
        isClosed = true;
      }
    },
  });
}

interface RemoteOptions {
  readonly job: SimulationJob;
  readonly places: CopyPlaces;
}

/** Prepare a copy in a thread; returns a simulation that passes calls on to it. */
async function remoteSimulation(
  talk: Talk,
  copy: PostedCopy,
  { job: { sink, watch }, places }: RemoteOptions,
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
    turn({ progress }) {
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
      if (hasFailed) return places.drop(talk);
      try {
        await talk.ask({ kind: "call", call: "close", given: [] });
        talk.receiver = undefined;
        places.leave(talk);
      } catch {
        places.drop(talk);
      }
    },
  };
}
