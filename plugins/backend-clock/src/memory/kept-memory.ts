import type { EstimateOptions, SynapseTier } from "@spikeloom/kernel";
import type { ProjectionProgram } from "@spikeloom/program";
import { recordedMemory } from "@spikeloom/simulate";
import { mostShards } from "../clock-job.ts";
import type { JobPlan } from "../job-plan.ts";
import { expectedOf, keptGroups } from "./kept-groups.ts";
import type { MemoryParts } from "./memory-parts.ts";
import { neuronMemory } from "./neuron-memory.ts";
import { type ProjectionMemory, type Sizes, sizesOf } from "./sizes.ts";

/** Maximum size of a WebAssembly memory. */
export const shardLimit: number = 2 ** 32;
/** Maximum size of a shard to choose, with a margin for errors of the estimate. */
const shardChoice = 3.5 * 2 ** 30;
/** Memory of the command with an empty network, and of each further thread, as measured by the system. */
const processBytes = 80e6;
const workerBytes = 36e6;

/** Memory of a network for one way of storage. */
export interface KeptMemory {
  readonly neurons: number;
  readonly bytes: number;
  readonly parts: MemoryParts;
  /** Number of shards; each has its own memory. */
  readonly shards: number;
  /** Bytes of the largest shard's memory. */
  readonly shardBytes: number;
  readonly projections: readonly ProjectionMemory[];
}

/** Storage that differs from the plan. */
export interface KeptOptions extends Pick<EstimateOptions, "holdsRecords"> {
  readonly workers: number;
  /** As few as needed by default, but the same number for each worker. */
  readonly shards?: number | undefined;
  readonly tier?: SynapseTier;
}

/** Estimate the memory of a planned job, in outline or complete. */
export function keptMemory(
  plan: JobPlan,
  { workers, shards: asked, tier = plan.tier, holdsRecords = false }: KeptOptions,
): KeptMemory {
  const float = plan.precision === "f64" ? 8 : 4;
  const groups = keptGroups(plan);
  const state = neuronMemory(plan, { float, groups });
  const size = (shards: number): Sizes => sizesOf(groups, { plan, tier, float, state, shards });
  const shards = asked ?? fewestShards(size, workers);
  const sizes = size(shards);
  const { shared, perShard, projections } = sizes;
  const held = recordedMemory(plan, { expected: expectedOf(plan), isHeld: holdsRecords });
  const parts: MemoryParts = {
    synapses: projections.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: sizes.rows * shards + sizes.sums,
    plasticity: sizes.rules + sizes.rulesEach * shards,
    neurons: state.bytes + state.host,
    spikes: sizes.spikes.expected * shards,
    lists: plan.program.projections.reduce((sum, one) => sum + listedBytes(one), 0),
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
  // Memory that every shard needs does not decrease with more shards.
  return workers;
}

/** Lists of a network are kept in addition to the tables, and once more in internal units. */
function listedBytes({ weight, delay, connector }: ProjectionProgram): number {
  const values = [weight, delay].map(({ source }) =>
    source.kind === "list" ? 16 * source.values.length : 0,
  );
  const { pairs } = connector;
  const own = pairs instanceof Uint32Array ? 6 * pairs.length : 0;
  return values.reduce((sum, bytes) => sum + bytes, own);
}
