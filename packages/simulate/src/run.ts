import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { gridChangesInPieces, readTime } from "@spikeloom/network";
import type { Progress } from "./advance.ts";
import { advanceRecorded } from "./advance-recorded.ts";
import { prepareOn } from "./checked-backend.ts";
import type { PreparedSimulation } from "./checked-simulation.ts";
import type { Checkpoint } from "./checkpoint/checkpoint.ts";
import { countRows } from "./checkpoint/count-rows.ts";
import { saveCheckpoint } from "./checkpoint/file.ts";
import { networkFingerprint } from "./checkpoint/fingerprint.ts";
import { type NetworkSummary, networkSummary } from "./checkpoint/network-summary.ts";
import { checkCheckpoint, checkResumed } from "./checkpoint/resume.ts";
import { takeCheckpoint } from "./checkpoint/take-checkpoint.ts";
import { type DivergenceOptions, watchDivergence } from "./divergence.ts";
import { CHECKPOINT_BACKEND, RUN_PROFILE } from "./errors.ts";
import { lateRecorders } from "./late-recorders.ts";
import { collectWarnings, makeResult, provenanceOf, reachedBy } from "./make-result.ts";
import { type MemoryGuard, memoryGuard } from "./memory-guard.ts";
import { type MemorySink, memorySink } from "./memory-sink.ts";
import {
  jobOf,
  type NetworkOptions,
  networkOptionNames,
  planRunInPieces,
  type RunPlan,
} from "./plan-run.ts";
import { type PreparationOptions, plannedInPieces, prepareInPieces } from "./preparation.ts";
import { type Profiled, profiled } from "./profiled.ts";
import type { Result } from "./result.ts";
import type { RunSink } from "./run-sink.ts";
import { stopwatch } from "./stopwatch.ts";
import { type Snapshots, snapshots } from "./synapses/snapshots.ts";
import { teeSinks } from "./tee-sinks.ts";

/** Options of a run. */
export interface RunOptions extends NetworkOptions, DivergenceOptions {
  /** Duration, such as `"1 s"`; overrides the network's. */
  readonly for?: string | undefined;
  /** Whether to profile the run for `result.profile`, at some cost in time. */
  readonly profile?: boolean | undefined;
  /** Receives recorded data chunk by chunk in internal units, so that memory does not grow. */
  readonly sink?: RunSink | undefined;
  /** Whether the result holds recorded data; by default, only without a sink. */
  readonly keep?: boolean | undefined;
  /** Called about twenty times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called about twenty times a second while synapses are drawn, before the first step. */
  readonly onPrepare?: PreparationOptions["onPrepare"];
  /**
   * Ends the run after the current chunk; the result holds the data recorded until then.
   *
   * Before the first step there is no result: the run then fails with `SL_RUN_STOPPED`.
   */
  readonly signal?: AbortSignal | undefined;
  /** Saves checkpoints at intervals and at the end, from which another run can resume. */
  readonly checkpoint?: CheckpointOptions | undefined;
  /** Resumes from this checkpoint; recordings start there too. */
  readonly from?: Checkpoint | undefined;
}

/** Interval and destination of checkpoints. */
export interface CheckpointOptions {
  /** Simulated time between checkpoints, such as `"10 s"`. */
  readonly every: string;
  /** Receives the bytes of a `specs/checkpoint/1` file; awaited. */
  write(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>;
}

const names: OptionNames<RunOptions> = {
  ...networkOptionNames,
  for: true,
  profile: true,
  sink: true,
  keep: true,
  onProgress: true,
  onPrepare: true,
  onDivergence: true,
  onWarning: true,
  signal: true,
  checkpoint: true,
  from: true,
};

const checkpointNames: OptionNames<CheckpointOptions> = {
  every: true,
  write: true,
};

/** Run one network. */
export async function runAlone(network: NetworkRecord, options: RunOptions): Promise<Result> {
  checkOptionNames(options, names, "run");
  if (options.checkpoint !== undefined) {
    checkOptionNames(options.checkpoint, checkpointNames, "run, checkpoint");
  }
  const { sink, keep = sink === undefined, from } = options;
  const plan = await plannedInPieces(
    planRunInPieces(network, { ...options, holdsRecords: keep }),
    options,
  );
  const { backend, stack } = options;
  if (options.checkpoint !== undefined && !backend.provides.includes("checkpoint")) {
    throw CHECKPOINT_BACKEND({ place: "checkpoint", backend: backend.name });
  }
  const saves = from !== undefined || options.checkpoint !== undefined;
  const fingerprint = saves ? networkFingerprint(plan.network) : "";
  const summary = options.checkpoint && networkSummary(plan.network);
  if (from !== undefined) checkCheckpoint(from, { fingerprint, backend, ...plan });
  const memory = memorySink();
  const lengths = { recorders: plan.recorders.length, synapses: plan.synapseRecorders.length };
  const rows = countRows(lengths, from?.rows);
  const all = teeSinks(
    ...(saves ? [rows] : []),
    ...(keep ? [memory] : []),
    ...(sink === undefined ? [] : [sink]),
  );
  const elapsed = stopwatch();
  const job = jobOf(plan, { ...options, state: from?.state }, all);
  const guard = memoryGuard(options.memory);
  const prepare = async (): Promise<PreparedSimulation> => {
    const { network: planned, asked } = plan;
    await all.planned?.({ network: planned, asked, provenance: provenanceOf(plan, backend) });
    return await prepareInPieces({ ...options, guard }, (watch) =>
      prepareOn(backend, { network: planned, stack, seed: plan.seed }, { ...job, watch }),
    );
  };
  const simulation = await prepare().catch(async (error: unknown) => {
    await all.close?.();
    throw error;
  });
  const kept = keep ? memory : undefined;
  const known = { fingerprint, summary, rows: rows.rows, guard };
  const task = { plan, options, simulation, all, kept, ...known, elapsed };
  try {
    return await runPrepared(task);
  } finally {
    try {
      await simulation.close();
    } finally {
      await all.close?.();
    }
  }
}

interface RunTask {
  readonly plan: RunPlan;
  readonly options: RunOptions;
  readonly simulation: PreparedSimulation;
  readonly all: RunSink;
  readonly kept: MemorySink | undefined;
  readonly fingerprint: string;
  /** Steps at which checkpoints are due. */
  readonly summary: NetworkSummary | undefined;
  readonly rows: () => Checkpoint["rows"];
  readonly elapsed: () => number;
  readonly guard: MemoryGuard;
}

async function runPrepared(task: RunTask): Promise<Result> {
  const { plan, options, simulation, all, kept, elapsed, guard } = task;
  const { backend, from, onProgress, signal } = options;
  const clocked = options.profile === true ? profiled(all) : undefined;
  await checkAbilities(task, clocked);
  let prepared = elapsed();
  const warnings = collectWarnings(options.onWarning);
  const onGrid = gridChangesInPieces(plan.network, { stack: options.stack, seed: plan.seed });
  for (const one of await plannedInPieces(onGrid, { signal })) warnings.add(one);
  for (const one of lateRecorders(plan.network, plan.asked)) warnings.add(one);
  const watch = watchDivergence(simulation, { ...options, ...plan, onWarning: warnings.add });
  let reached = await reachedBy(simulation, Object.keys(plan.network.populations));
  const outcome = (interrupted: boolean, recorded?: MemorySink): Result => {
    const simulate = (elapsed() - prepared) / 1000 + (from?.seconds ?? 0);
    const timing = { prepare: prepared / 1000, simulate };
    const { asked } = plan;
    const ended = { interrupted, diverged: watch.found, warnings: [...warnings.list] };
    return makeResult(plan, reached, { kept: recorded, asked, ...ended, timing, backend });
  };
  const { recorders, synapseRecorders, steps } = plan;
  const shots = snapshots(simulation, {
    plans: synapseRecorders,
    sink: all,
    sent: from?.sent,
  });
  await all.start?.({
    recorders,
    synapseRecorders,
    resumed: from?.rows,
    directory: options.directory,
    outcome: () => outcome(true),
  });
  // A sink opens its resources before the first step.
  prepared = elapsed();
  const checkpoints = checkpointing(task, shots, () => outcome(true).timing.simulate);
  await shots.take();
  const advanced = clocked?.advanced ?? all.advanced;
  const end = await advanceRecorded(simulation, {
    watch,
    shots,
    steps,
    guard,
    onProgress,
    signal,
    nextStop: checkpoints.next,
    async onReached() {
      reached = await reachedBy(simulation, Object.keys(plan.network.populations));
    },
    async onTaken() {
      await advanced?.();
      await checkpoints.take();
    },
  });
  if (end.fault === undefined) await checkpoints.takeLast();
  if (simulation.isLost === true) {
    reached = await reachedBy(simulation, Object.keys(plan.network.populations));
  } else await shots.takeLast();
  const bare = outcome(end.interrupted, kept);
  const profile = await clocked?.profileOf(simulation, bare.timing.simulate);
  const result = profile === undefined ? bare : { ...bare, profile };
  await all.finish?.(result);
  if (end.fault !== undefined) throw withResult(end.fault, result);
  return result;
}

/** Create the error of a diverged run, with the data recorded until then. */
export type DivergedError = SpikeLoomError & { readonly result: Result };

/** Attach the data recorded until a run diverged to its error. */
export function withResult<R>(fault: SpikeLoomError, result: R): SpikeLoomError & { result: R } {
  // Not enumerable, as an uncaught error is printed with all enumerable properties.
  return Object.defineProperty(fault, "result", { value: result }) as SpikeLoomError & {
    result: R;
  };
}

async function checkAbilities(
  { options, simulation }: RunTask,
  clocked: Profiled | undefined,
): Promise<void> {
  const { backend, from } = options;
  const { name } = backend;
  if (clocked !== undefined && simulation.profile === undefined) {
    throw RUN_PROFILE({ place: "profile", backend: name });
  }
  if (from !== undefined) await checkResumed(simulation, from, backend);
}

interface Checkpointing {
  /** Next step at which a checkpoint is due. */
  next(step: number): number;
  /** Write a checkpoint if one is due. */
  take(): Promise<void>;
  /** Write a checkpoint at the end, unless one was just written. */
  takeLast(): Promise<void>;
}

function checkpointing(task: RunTask, shots: Snapshots, seconds: () => number): Checkpointing {
  const { plan, options, simulation, all, fingerprint, summary, rows } = task;
  const { checkpoint, backend } = options;
  if (checkpoint === undefined) {
    return { next: () => Number.POSITIVE_INFINITY, take: async () => {}, takeLast: async () => {} };
  }
  const every = readTime(checkpoint.every, "checkpoint.every", plan.dt);
  const interval = Math.round(every / plan.dt);
  let taken = simulation.step;
  const take = async (): Promise<void> => {
    taken = simulation.step;
    // A checkpoint must not count rows that a power failure could lose.
    await all.settle?.();
    const recorded = { rows: rows(), sent: shots.sent() };
    const known = { fingerprint, network: summary, every, seconds: seconds(), ...recorded };
    const made = await takeCheckpoint(simulation, { ...known, backend: backend.name });
    await checkpoint.write(await saveCheckpoint(made));
  };
  return {
    next: (step) => (Math.floor(step / interval) + 1) * interval,
    async take() {
      if (simulation.step % interval === 0) await take();
    },
    async takeLast() {
      if (simulation.step !== taken) await take();
    },
  };
}
