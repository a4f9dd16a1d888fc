import { checkOptionNames, type NetworkRecord, type OptionNames } from "@spikeloom/kernel";
import { type AdvanceOptions, advanceAll } from "../advance.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { readCheckpoint, saveCheckpoint } from "../checkpoint/file.ts";
import { networkFingerprint } from "../checkpoint/fingerprint.ts";
import { networkSummary } from "../checkpoint/network-summary.ts";
import { takeCheckpoint } from "../checkpoint/take-checkpoint.ts";
import type { DivergenceWatch } from "../divergence.ts";
import { makeResult, reachedBy } from "../make-result.ts";
import { type MemoryGuard, steppingGuard } from "../memory-guard.ts";
import { type NetworkPlan, networkOptionNames, planNetworkInPieces } from "../plan-run.ts";
import { type PreparationOptions, plannedInPieces } from "../preparation.ts";
import type { Result } from "../result.ts";
import { checkSteps, timeOfStep } from "../run-length.ts";
import { stopwatch } from "../stopwatch.ts";
import { callQueue } from "./call-queue.ts";
import { connections } from "./connections.ts";
import { withSpikes } from "./fresh-spikes.ts";
import { type KnownNames, knownNames } from "./known-names.ts";
import { neurons } from "./neurons.ts";
import { reviseSession } from "./revise.ts";
import {
  type Session,
  type SessionStart,
  type Setting,
  type SimulateOptions,
  startSession,
} from "./session.ts";
import type { Simulated } from "./simulated.ts";
import { wholeSteps } from "./whole-steps.ts";

/** Number of steps worth a pause for timers and signals. */
const longAdvance = 1024;
/** Number of steps against which a search for non-finite values, which takes less than a step, is negligible. */
const searchedAdvance = 400;

const names: OptionNames<SimulateOptions> = {
  ...networkOptionNames,
  onPrepare: true,
  signal: true,
  onDivergence: true,
  onWarning: true,
  keep: true,
  sink: true,
  from: true,
  revisable: true,
};

type Watched = Pick<AdvanceOptions, "signal" | "onProgress">;

const watchedNames: OptionNames<Watched> = { signal: true, onProgress: true };

/**
 * Prepare a network for stepwise simulation from code.
 *
 * Everything is checked first, and all errors are reported at once. Spikes of every population are recorded.
 */
export async function simulate(
  network: NetworkRecord,
  { onPrepare, signal, ...options }: SimulateOptions,
): Promise<Simulated> {
  checkOptionNames(options, names, "simulate");
  const { from } = options;
  const checkpoint = from instanceof Uint8Array ? await readCheckpoint(from) : from;
  // A run's checkpoint refers to the network with only its own recorders.
  const plain =
    checkpoint === undefined ? undefined : await planOf(network, options, { signal, onPrepare });
  const isOfRun =
    plain !== undefined && networkFingerprint(plain.network) === checkpoint?.fingerprint;
  const plan = isOfRun ? plain : await planOf(withSpikes(network), options, { signal, onPrepare });
  return await open({ plan, options }, { from: checkpoint, onPrepare, signal });
}

/** Check and complete a network; recorded data count towards memory if they are stored. */
function planOf(
  network: NetworkRecord,
  options: Setting["options"],
  watched: PreparationOptions,
): Promise<NetworkPlan> {
  const holdsRecords = options.keep ?? true;
  return plannedInPieces(planNetworkInPieces(network, { ...options, holdsRecords }), watched);
}

async function open(first: Setting, start: SessionStart): Promise<Simulated> {
  let setting = first;
  const { options } = first;
  const { dt } = first.plan;
  const { backend } = options;
  let names = knownNames(first.plan.network, options.stack);
  // One guard for the whole lifetime: a restored or changed simulation replaces the previous one.
  const guard = steppingGuard(options.memory);
  const calls = callQueue(await startSession(setting, { ...start, guard }));
  const { queue, alone } = calls;
  const known: KnownNames = {
    population: (name, place) => names.population(name, place),
    projection: (name, place) => names.projection(name, place),
  };
  const between = { queue, names: known, backend: backend.name, dt };
  const take = (of: Session): Promise<Checkpoint> => takeSession(setting, of);
  return {
    get network() {
      return setting.plan.network;
    },
    dt,
    get step() {
      return calls.session.simulation.step;
    },
    get time() {
      return timeOfStep(calls.session.simulation.step, dt);
    },
    advance: (duration, watched = {}) =>
      alone("advance", async (of) => {
        checkOptionNames<Watched>(watched, watchedNames, "advance");
        const count = wholeSteps(duration, dt);
        checkSteps(of.simulation.step, count, dt);
        try {
          await advanceSession(of, { ...watched, count, guard });
        } catch (fault) {
          // A diverged simulation can still be inspected; any other failure ends it.
          if (!of.watch.ended(fault)) await calls.end();
          throw fault;
        }
      }),
    checkFinite: () =>
      queue(
        "checkFinite",
        () =>
          ({ watch }) =>
            watch.check({ now: true }),
      ),
    spikes(population) {
      calls.check("spikes");
      names.population(population, "spikes");
      return calls.session.fresh.take(population);
    },
    ...neurons(between),
    ...connections(between),
    save: () => alone("save", async (of) => await saveCheckpoint(await take(of))),
    restore: (given, watched = {}) =>
      alone("restore", async () => {
        const checkpoint = given instanceof Uint8Array ? await readCheckpoint(given) : given;
        // The old simulation stays if the new one cannot be created.
        await calls.replace(await startSession(setting, { ...watched, guard, from: checkpoint }));
      }),
    revise: (network, watched = {}) =>
      alone("revise", async (of) => {
        const plan = await planOf(withSpikes(network), options, watched);
        const next = { setting: { plan, options }, watched: { ...watched, guard } };
        const session = await reviseSession(of, setting.plan, next);
        setting = { plan, options };
        names = knownNames(plan.network, options.stack);
        await calls.replace(session);
      }),
    fork: () =>
      alone("fork", async (of) => await open(withoutSink(setting), { from: await take(of) })),
    result: () =>
      queue("result", () => async (of) => {
        await lookOnce(of.watch);
        return await resultOf(setting, of);
      }),
    close: calls.close,
  };
}

/** Recorders have the same indices in a fork, so a sink could not distinguish their records. */
function withoutSink({ plan, options }: Setting): Setting {
  return { plan, options: { ...options, sink: undefined } };
}

async function advanceSession(
  of: Session,
  watched: Watched & { readonly count: number; readonly guard: MemoryGuard },
): Promise<void> {
  const { simulation, shots, watch } = of;
  const { count, guard, signal, onProgress } = watched;
  const elapsed = stopwatch();
  const steps = simulation.step + count;
  await advanceAll(simulation, {
    steps,
    inChunks: count > longAdvance,
    nextStop: shots.next,
    async onChunk() {
      const { step } = simulation;
      const isEnd = count >= searchedAdvance && step >= steps;
      await watch.check({ now: isEnd || shots.next(step - 1) === step });
      await shots.take();
      guard(simulation.summary.bytes);
    },
    signal,
    onProgress,
  });
  of.seconds += elapsed() / 1000;
}

/** Set the result's divergence; the error itself has been thrown, or will be when requested. */
async function lookOnce(watch: DivergenceWatch): Promise<void> {
  try {
    await watch.check({ now: true });
  } catch (fault) {
    if (!watch.ended(fault)) throw fault;
  }
}

function takeSession({ plan, options }: Setting, of: Session): Promise<Checkpoint> {
  return takeCheckpoint(of.simulation, {
    fingerprint: networkFingerprint(plan.network),
    network: networkSummary(plan.network),
    seconds: of.seconds,
    every: 0,
    rows: of.rows.rows(),
    sent: of.shots.sent(),
    backend: options.backend.name,
  });
}

async function resultOf({ plan, options }: Setting, of: Session): Promise<Result> {
  const { simulation, memory, prepare, seconds } = of;
  return makeResult(plan, await reachedBy(simulation, Object.keys(plan.network.populations)), {
    kept: options.keep === false ? undefined : memory,
    asked: timeOfStep(simulation.step, plan.dt),
    interrupted: false,
    diverged: of.watch.found,
    warnings: [...of.warnings],
    timing: { prepare, simulate: seconds },
    backend: options.backend,
  });
}
