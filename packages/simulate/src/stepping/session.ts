import type { CarriedState, RecordingSink, SpikeLoomError } from "@spikeloom/kernel";
import { gridChangesInPieces } from "@spikeloom/network";
import { prepareOn } from "../checked-backend.ts";
import type { PreparedSimulation } from "../checked-simulation.ts";
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import { countRows, type RowCounter } from "../checkpoint/count-rows.ts";
import { networkFingerprint } from "../checkpoint/fingerprint.ts";
import { checkCheckpoint, checkResumed } from "../checkpoint/resume.ts";
import { type DivergenceOptions, type DivergenceWatch, watchDivergence } from "../divergence.ts";
import { type MemorySink, memorySink } from "../memory-sink.ts";
import { jobOf, type NetworkOptions, type NetworkPlan } from "../plan-run.ts";
import {
  type GuardedPreparation,
  type PreparationOptions,
  plannedInPieces,
  prepareInPieces,
} from "../preparation.ts";
import { stopwatch } from "../stopwatch.ts";
import { type Snapshots, snapshots } from "../synapses/snapshots.ts";
import { teeSinks } from "../tee-sinks.ts";
import { type FreshSpikes, freshSpikes } from "./fresh-spikes.ts";

/** Options of a simulation. */
export interface SimulateOptions extends NetworkOptions, DivergenceOptions {
  /** Called about twenty times a second while synapses are drawn. */
  readonly onPrepare?: PreparationOptions["onPrepare"];
  /** Ends the preparation with `SL_RUN_STOPPED`; later steps have signals of their own. */
  readonly signal?: AbortSignal | undefined;
  /** Whether recorded data are stored for `result()`; default true. */
  readonly keep?: boolean | undefined;
  /** Receives recorded data as they arrive, including the spikes of every population, whether or not they are stored. */
  readonly sink?: RecordingSink | undefined;
  /** Checkpoint to resume from, or the bytes of its file. */
  readonly from?: Checkpoint | Uint8Array | undefined;
  /** Whether `revise` may be called. */
  readonly revisable?: boolean | undefined;
}

/** A network and its simulation options. */
export interface Setting {
  readonly plan: NetworkPlan;
  readonly options: Omit<SimulateOptions, keyof PreparationOptions>;
}

/** State of one prepared simulation; replaced as a whole when a checkpoint is restored. */
export interface Session {
  readonly simulation: PreparedSimulation;
  readonly fresh: FreshSpikes;
  readonly memory: MemorySink;
  readonly rows: RowCounter;
  readonly shots: Snapshots;
  readonly watch: DivergenceWatch;
  readonly warnings: string[];
  readonly prepare: number;
  seconds: number;
}

/** Starting point of a simulation other than the first step, and its observers. */
export interface SessionStart extends GuardedPreparation {
  readonly from?: Checkpoint | undefined;
  readonly carried?: CarriedState | undefined;
}

/** Prepare a simulation, from the start or from a checkpoint. */
export async function startSession(
  { plan, options }: Setting,
  { from, carried, ...watched }: SessionStart,
): Promise<Session> {
  const { backend, stack, keep = true, sink: own } = options;
  const { dt, network, seed, recorders, synapseRecorders } = plan;
  if (from !== undefined) {
    checkCheckpoint(from, { fingerprint: networkFingerprint(network), network, backend, dt });
  }
  const memory = memorySink();
  const fresh = freshSpikes(network, dt);
  const lengths = { recorders: recorders.length, synapses: synapseRecorders.length };
  const rows = countRows(lengths, from?.rows);
  const toFresh = { spikes: fresh.spikes, samples: () => undefined };
  const sink = teeSinks(rows, toFresh, ...(keep ? [memory] : []), ...(own ? [own] : []));
  const elapsed = stopwatch();
  const job = jobOf(plan, { ...options, state: from?.state, carried }, sink);
  const simulation = await prepareInPieces(watched, (watch) =>
    prepareOn(backend, { network, stack, seed, open: true }, { ...job, watch }),
  );
  try {
    if (from !== undefined) await checkResumed(simulation, from, backend);
    const plans = synapseRecorders;
    const shots = snapshots(simulation, { plans, sink, sent: from?.sent });
    await shots.take();
    const prepare = elapsed() / 1000;
    const warnings: string[] = [];
    const onWarning = (warning: SpikeLoomError): void => {
      warnings.push(warning.message);
      options.onWarning?.(warning);
    };
    const onGrid = gridChangesInPieces(network, { stack, seed });
    for (const one of await plannedInPieces(onGrid, { signal: watched.signal })) onWarning(one);
    const watch = watchDivergence(simulation, { ...options, ...plan, onWarning });
    const kept = { simulation, fresh, memory, rows, shots, watch, warnings };
    return { ...kept, prepare, seconds: from?.seconds ?? 0 };
  } catch (fault) {
    await simulation.close();
    throw fault;
  }
}
