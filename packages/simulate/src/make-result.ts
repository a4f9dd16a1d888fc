import type { NetworkRecord, Simulation } from "@spikeloom/kernel";
import type { Divergence } from "./divergence.ts";
import type { MemorySink } from "./memory-sink.ts";
import type { NetworkOptions, NetworkPlan } from "./plan-run.ts";
import { makeRecordings } from "./recordings.ts";
import type { Provenance, Result } from "./result.ts";
import { timeOfStep } from "./run-length.ts";
import { makeSynapseRecordings } from "./synapses/synapse-recordings.ts";
import { version } from "./version.ts";

/** What a result tells beside what the simulation does. */
export interface ResultOptions extends Pick<NetworkOptions, "backend"> {
  /** Holds what was recorded; without it the result has none. */
  readonly kept: MemorySink | undefined;
  /** How long it was to run, in ms. */
  readonly asked: number;
  readonly interrupted: boolean;
  readonly timing: Result["timing"];
  readonly diverged: Divergence | undefined;
  readonly warnings: readonly string[];
}

/** How far a simulation is. */
export interface Reached extends Pick<Simulation, "step" | "summary">, Spiked {}

type Spiked = Pick<Result, "spikeHash" | "spikeCounts">;

/** Ask a simulation how far it is. */
export async function reachedBy(
  simulation: Simulation,
  { populations }: Pick<NetworkRecord, "populations">,
): Promise<Reached> {
  const { step, summary } = simulation;
  const spikeHash = await simulation.spikeHash();
  const counts = Object.keys(populations).map(
    async (name) => [name, await simulation.spikeCount(name)] as const,
  );
  return { step, summary, spikeHash, spikeCounts: Object.fromEntries(await Promise.all(counts)) };
}

/** Tell what a network runs on, and by which rules. */
export function provenanceOf(
  { convention, seed, precision, tier }: NetworkPlan,
  backend: NetworkOptions["backend"],
): Provenance {
  return {
    spikeloom: version,
    backend: backend.name,
    convention,
    seed,
    precision,
    tier,
    runtime: typeof process === "undefined" ? "browser" : `node ${process.version}`,
  };
}

/** Tell how far a simulation is and what was recorded. */
export function makeResult(
  plan: NetworkPlan,
  { step, summary, spikeHash, spikeCounts }: Reached,
  { kept, asked, interrupted, timing, backend, diverged, warnings }: ResultOptions,
): Result {
  const { network, dt, recorders, synapseRecorders } = plan;
  const recorded = recorders.map((_, k) => kept?.recorded(k));
  const sets = synapseRecorders.map((_, k) => kept?.recordedSynapses(k) ?? []);
  const isKept = kept !== undefined;
  return {
    network,
    dt,
    steps: step,
    duration: timeOfStep(step, dt),
    asked,
    recordings: isKept ? makeRecordings(recorders, recorded, dt) : [],
    synapseRecordings: isKept ? makeSynapseRecordings(synapseRecorders, sets, dt) : [],
    spikeHash,
    spikeCounts,
    summary,
    provenance: provenanceOf(plan, backend),
    interrupted,
    ...(diverged !== undefined && { diverged }),
    warnings,
    timing,
  };
}
