import type { EstimateOptions, ProjectionRecord, SynapseTier } from "@spikeloom/kernel";
import { recordedMemory } from "@spikeloom/simulate";
import { mostShards } from "../clock-job.ts";
import type { JobPlan } from "../job-plan.ts";
import { expectedOf, keptGroups } from "./kept-groups.ts";
import type { MemoryParts } from "./memory-parts.ts";
import { neuronMemory } from "./neuron-memory.ts";
import { type ProjectionMemory, type Sizes, sizesOf } from "./sizes.ts";

/** What one WebAssembly memory holds. */
export const shardLimit: number = 2 ** 32;
/** What a shard is chosen to take at most, as an estimate may be wrong. */
const shardChoice = 3.5 * 2 ** 30;
/** What the command takes with an empty network, and each further thread of it, measured by the system. */
const processBytes = 80e6;
const workerBytes = 36e6;

/** What a network takes that is kept in one way. */
export interface KeptMemory {
  readonly neurons: number;
  readonly bytes: number;
  readonly parts: MemoryParts;
  /** Parts that the network is cut into; each has a memory of its own. */
  readonly shards: number;
  /** Bytes of the largest part's memory. */
  readonly shardBytes: number;
  readonly projections: readonly ProjectionMemory[];
}

/** How a network is kept otherwise than its plan says. */
export interface KeptOptions extends Pick<EstimateOptions, "holdsRecords"> {
  readonly workers: number;
  /** As few as it takes where it is not given, and as many for each worker. */
  readonly shards?: number | undefined;
  readonly tier?: SynapseTier;
}

/** Estimate the memory of a job that is planned, in outline or in full. */
export function keptMemory(
  plan: JobPlan,
  { workers, shards: asked, tier = plan.tier, holdsRecords = false }: KeptOptions,
): KeptMemory {
  const { network } = plan;
  const float = plan.precision === "f64" ? 8 : 4;
  const groups = keptGroups(plan);
  const state = neuronMemory(plan, { float, groups });
  const size = (shards: number): Sizes => sizesOf(groups, { plan, tier, float, state, shards });
  const shards = asked ?? fewestShards(size, workers);
  const sizes = size(shards);
  const { shared, perShard, projections } = sizes;
  const held = recordedMemory(network, { expected: expectedOf(plan), isHeld: holdsRecords });
  const parts: MemoryParts = {
    synapses: projections.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: sizes.rows * shards + sizes.sums,
    plasticity: sizes.rules + sizes.rulesEach * shards,
    neurons: state.bytes + state.host,
    spikes: sizes.spikes.expected * shards,
    lists: (network.projections ?? []).reduce((sum, one) => sum + listedBytes(one), 0),
    recorded: held,
    preparation: Math.max(0, sizes.scratch - held),
    process: processBytes + (workers - 1) * workerBytes,
  };
  const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const { neurons } = state;
  return { neurons, bytes, parts, shards, shardBytes: shared / shards + perShard, projections };
}

function fewestShards(size: (shards: number) => Sizes, workers: number): number {
  for (let shards = workers; shards <= mostShards; ) {
    const { shared, perShard } = size(shards);
    if (shared / shards + perShard <= shardChoice) return shards;
    const left = shardChoice - perShard;
    const needed = left > 0 ? Math.ceil(shared / left / workers) * workers : mostShards + 1;
    shards = Math.max(shards + workers, needed);
  }
  // What each shard has again does not get less by cutting.
  return workers;
}

/** Lists that a network holds are kept beside the tables, and in internal units once more. */
function listedBytes({ weight, delay, connector }: ProjectionRecord): number {
  const values = [weight, delay].map((value) => {
    if (Array.isArray(value)) return 24 * value.length;
    return typeof value === "object" && "values" in value ? 16 * (value.values?.length ?? 0) : 0;
  });
  const { pairs } = connector;
  const own = pairs instanceof Uint32Array ? 6 * pairs.length : 0;
  return values.reduce((sum, bytes) => sum + bytes, own);
}
