import type { Simulation, SpikeLoomError } from "@spikeloom/kernel";
import type { Divergence, DivergenceOptions } from "./divergence.ts";
import type { MemorySink } from "./memory-sink.ts";
import type { NetworkOptions, NetworkPlan } from "./plan-run.ts";
import { makeRecordings } from "./recordings.ts";
import type { Provenance, Result } from "./result.ts";
import { timeOfStep } from "./run-length.ts";
import { makeSynapseRecordings } from "./synapses/synapse-recordings.ts";
import { version } from "./version.ts";

/** Content of a result that does not come from the simulation. */
export interface ResultOptions extends Pick<NetworkOptions, "backend"> {
  /** Holds recorded data; without it the result has no recordings. */
  readonly kept: MemorySink | undefined;
  /** Requested duration in ms. */
  readonly asked: number;
  readonly interrupted: boolean;
  readonly timing: Result["timing"];
  readonly diverged: Divergence | undefined;
  readonly warnings: readonly string[];
}

/** Progress of a simulation. */
export interface Reached extends Pick<Simulation, "step" | "summary">, Spiked {}

type Spiked = Pick<Result, "spikeHash" | "spikeCounts">;

/** Return the progress of a simulation. */
export async function reachedBy(
  simulation: Simulation,
  populations: Iterable<string>,
): Promise<Reached> {
  const { step, summary } = simulation;
  const spikeHash = await simulation.spikeHash();
  const counts = Array.from(
    populations,
    async (name) => [name, await simulation.spikeCount(name)] as const,
  );
  return { step, summary, spikeHash, spikeCounts: Object.fromEntries(await Promise.all(counts)) };
}

/** Describe the backend and the conventions of a run. */
export function provenanceOf(
  {
    convention,
    seed,
    precision,
    tier,
  }: Pick<NetworkPlan, "convention" | "seed" | "precision" | "tier">,
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

/** Settings and recorders of a run. */
type ResultPlan = Pick<
  NetworkPlan,
  "dt" | "recorders" | "synapseRecorders" | "convention" | "seed" | "precision" | "tier"
>;

/** Create the result of a network from the progress of a simulation and its recordings. */
export function makeResult(plan: NetworkPlan, reached: Reached, options: ResultOptions): Result {
  return { network: plan.network, ...resultOf(plan, reached, options) };
}

/** Create the result of a program. */
export function resultOf(
  plan: ResultPlan,
  { step, ...reached }: Reached,
  { kept, backend, diverged, ...ended }: ResultOptions,
): Omit<Result, "network" | "profile"> {
  const { dt, recorders, synapseRecorders } = plan;
  const recorded = recorders.map((_, k) => kept?.recorded(k));
  const sets = synapseRecorders.map((_, k) => kept?.recordedSynapses(k) ?? []);
  const isKept = kept !== undefined;
  return {
    dt,
    steps: step,
    duration: timeOfStep(step, dt),
    ...reached,
    recordings: isKept ? makeRecordings(recorders, recorded, dt) : [],
    synapseRecordings: isKept ? makeSynapseRecordings(synapseRecorders, sets, dt) : [],
    provenance: provenanceOf(plan, backend),
    ...ended,
    ...(diverged !== undefined && { diverged }),
  };
}

/** Warnings of a run: passed on, and listed for its result. */
export interface Warnings {
  readonly list: readonly string[];
  add(warning: SpikeLoomError): void;
}

/** Begin a list of warnings. */
export function collectWarnings(onWarning: DivergenceOptions["onWarning"]): Warnings {
  const list: string[] = [];
  return {
    list,
    add(warning) {
      list.push(warning.message);
      onWarning?.(warning);
    },
  };
}
