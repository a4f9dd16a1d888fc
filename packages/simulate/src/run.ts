import {
  type BackendRecord,
  type NetworkRecord,
  type RecordingSink,
  type Simulation,
  type SimulationJob,
  type Stack,
  type SynapseTier,
  throwAll,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  completeNetwork,
  networkStep,
  readTime,
  resolveConvention,
} from "@spikeloom/network";
import { advanceAll, type Progress } from "./advance.ts";
import { availableMemory } from "./available-memory.ts";
import { RUN_LENGTH_MISSING, RUN_PROFILE, RUN_SEED } from "./errors.ts";
import { type MemorySink, memorySink, type RecordedChunks } from "./memory-sink.ts";
import { profiled } from "./profiled.ts";
import { makeRecordings, planRecorders, type RecorderPlan } from "./recordings.ts";
import type { Provenance, Result } from "./result.ts";
import { runSteps, timeOfStep } from "./run-length.ts";
import type { RunSink } from "./run-sink.ts";
import { stopwatch } from "./stopwatch.ts";
import { teeSinks } from "./tee-sinks.ts";
import { version } from "./version.ts";

/** What a run is given beside its network. */
export interface RunOptions {
  readonly stack: Stack;
  readonly backend: BackendRecord;
  /** How long, such as `"1 s"`; instead of the network's duration. */
  readonly for?: string | undefined;
  /** Instead of the network's seed. */
  readonly seed?: number | undefined;
  /** Instead of the network's precision. */
  readonly precision?: "f64" | "f32" | undefined;
  /** Instead of the network's tier. */
  readonly tier?: SynapseTier | undefined;
  /** Threads to run on; the backend chooses where it is not given. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Parts that neurons are dealt to; one for each worker where it is not given. */
  readonly shards?: number | undefined;
  /** Whether to measure where the time goes, for `result.profile`; costs some time itself. */
  readonly profile?: boolean | undefined;
  /** Takes what is recorded, chunk by chunk in internal units, so that memory does not grow. */
  readonly sink?: RunSink | undefined;
  /** Whether the result holds what was recorded; unless told, where there is no sink. */
  readonly keep?: boolean | undefined;
  /** Called about twenty times a second. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends the run after the chunk at hand; the result holds what was recorded until then. */
  readonly signal?: AbortSignal | undefined;
  /** Most memory that the network may take, in bytes; what the machine has left where it is not given. */
  readonly memory?: number | undefined;
  /** Directory that files named in the network are relative to. */
  readonly directory?: string | undefined;
}

interface Plan {
  readonly network: NetworkRecord;
  readonly dt: number;
  readonly asked: number;
  readonly steps: number;
  readonly seed: number;
  readonly precision: "f64" | "f32";
  readonly tier: SynapseTier;
  readonly convention: string;
  readonly recorders: readonly RecorderPlan[];
}

/**
 * Run a network and return what was recorded.
 *
 * Everything is checked first, all faults at once; what the backend cannot do is refused before
 * anything is allocated. A duration that is no multiple of the step runs on to the next step under
 * `brian2`, to the nearest under every other convention; `result.asked` keeps what was asked for.
 */
export async function run(network: NetworkRecord, options: RunOptions): Promise<Result> {
  const plan = planRun(network, options);
  const { sink, keep = sink === undefined } = options;
  const memory = memorySink();
  const all = teeSinks(...(keep ? [memory] : []), ...(sink === undefined ? [] : [sink]));
  const elapsed = stopwatch();
  const simulation = await options.backend
    .prepare(jobOf(plan, options, all))
    .catch(async (error: unknown) => {
      await all.close?.();
      throw error;
    });
  const clocked = options.profile === true ? profiled(all) : undefined;
  let prepared = elapsed();
  const outcome = (interrupted: boolean, kept?: MemorySink): Result => {
    const timing = { prepare: prepared / 1000, simulate: (elapsed() - prepared) / 1000 };
    return {
      ...makeResult(plan, simulation, kept),
      ...provenanceOf(plan, options),
      interrupted,
      timing,
    };
  };
  try {
    if (clocked !== undefined && simulation.profile === undefined) {
      throw RUN_PROFILE({ place: "profile", backend: options.backend.name });
    }
    await all.start?.({ recorders: plan.recorders, outcome: () => outcome(true) });
    // What a sink opens is opened before the first step.
    prepared = elapsed();
    const { onProgress, signal } = options;
    const inChunks = options.backend.provides.includes("chunked-run");
    const { steps } = plan;
    const onChunk = clocked?.advanced ?? all.advanced;
    const interrupted = await advanceAll(simulation, {
      ...{ steps, inChunks, onChunk, onProgress, signal },
    });
    const bare = outcome(interrupted, keep ? memory : undefined);
    const profile = await clocked?.profileOf(simulation, bare.timing.simulate);
    const result = profile === undefined ? bare : { ...bare, profile };
    await all.finish?.(result);
    return result;
  } finally {
    try {
      await simulation.close();
    } finally {
      await all.close?.();
    }
  }
}

function planRun(given: NetworkRecord, options: RunOptions): Plan {
  const { stack, backend } = options;
  const seed = readSeed(given, options.seed);
  const precision = options.precision ?? given.precision ?? "f64";
  const tier = options.tier ?? given.tier ?? "exact";
  const asked = options.for ?? given.duration;
  const stated: NetworkRecord = { ...given, seed, precision, tier };
  const whole = asked === undefined ? stated : { ...stated, duration: asked };
  const memory = options.memory ?? availableMemory();
  const { workers, shards } = options;
  throwAll(checkNetwork(whole, { stack, backend, memory, workers, shards }));
  if (asked === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const duration = readTime(asked, "duration");
  const dt = networkStep(whole);
  const convention = resolveConvention(whole.convention);
  const steps = runSteps(duration, dt, convention);
  const recorders = planRecorders(whole, stack);
  const network = completeNetwork(whole, stack);
  const { name } = convention;
  const numbers = { seed, precision, tier };
  return { network, dt, asked: duration, steps, ...numbers, convention: name, recorders };
}

function readSeed(network: NetworkRecord, own: number | undefined): number {
  const seed = own ?? network.seed ?? 0;
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw RUN_SEED({ place: own === undefined ? "seed" : "the run's seed", got: String(seed) });
}

function jobOf(
  { network, seed, precision }: Plan,
  { stack, workers, shards, profile }: RunOptions,
  sink: RecordingSink,
): SimulationJob {
  return {
    ...{ network, stack, seed, precision, sink },
    ...(workers !== undefined && { workers }),
    ...(shards !== undefined && { shards }),
    ...(profile !== undefined && { profile }),
  };
}

function makeResult(
  { network, dt, asked, recorders }: Plan,
  simulation: Simulation,
  kept: MemorySink | undefined,
): Omit<Result, "provenance" | "timing" | "interrupted"> {
  const { step, summary } = simulation;
  const counts = Object.keys(network.populations).map(
    (name) => [name, simulation.spikeCount(name)] as const,
  );
  return {
    network,
    dt,
    steps: step,
    duration: timeOfStep(step, dt),
    asked,
    recordings: kept === undefined ? [] : makeRecordings(recorders, allOf(recorders, kept), dt),
    spikeHash: simulation.spikeHash(),
    spikeCounts: Object.fromEntries(counts),
    summary,
  };
}

function allOf(recorders: readonly RecorderPlan[], kept: MemorySink): readonly RecordedChunks[] {
  return recorders.map((_, k) => kept.recorded(k));
}

function provenanceOf(
  { convention, seed, precision, tier }: Plan,
  { backend }: RunOptions,
): { readonly provenance: Provenance } {
  const runtime = typeof process === "undefined" ? "browser" : `node ${process.version}`;
  const provenance = {
    spikeloom: version,
    backend: backend.name,
    convention,
    seed,
    precision,
    tier,
    runtime,
  };
  return { provenance };
}
