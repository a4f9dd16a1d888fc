import type { EstimateOptions, SynapseTier } from "@spikeloom/kernel";
import { recordedMemory } from "@spikeloom/simulate";
import { type ClockTask, mostShards } from "../clock-job.ts";
import { type KeptProjection, keptGroups } from "./kept-projections.ts";
import type { MemoryParts } from "./memory-parts.ts";
import { neuronMemory } from "./neuron-memory.ts";
import { ruleAtOnce } from "./rule-memory.ts";
import { type ProjectionMemory, type Sizes, sizesOf } from "./sizes.ts";

/** What one WebAssembly memory holds. */
export const shardLimit: number = 2 ** 32;
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

/** How a network is kept otherwise than its job says. */
export interface KeptOptions extends Pick<EstimateOptions, "holdsRecords"> {
  readonly tier?: SynapseTier;
}

/** Estimate the memory of a job whose projections have been looked at. */
export function keptMemory(
  { network, stack, precision, plasticity, workers = 1, shards: asked }: ClockTask,
  kept: readonly KeptProjection[],
  { tier = network.tier ?? "exact", holdsRecords = false }: KeptOptions,
): KeptMemory {
  const float = precision === "f64" ? 8 : 4;
  const chosen = plasticity === "eager" ? kept.map(atOnceOf) : kept;
  const groups = keptGroups(chosen, network);
  const state = neuronMemory(network, { stack, float, groups });
  const size = (shards: number): Sizes =>
    sizesOf(groups, { network, stack, tier, float, state, shards });
  const shards = asked ?? fewestShards(size, workers);
  const sizes = size(shards);
  const { shared, perShard, projections } = sizes;
  const held = recordedMemory(network, { expected: kept, isHeld: holdsRecords });
  const parts: MemoryParts = {
    synapses: projections.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: sizes.rows * shards + sizes.sums,
    plasticity: sizes.rules + sizes.rulesEach * shards,
    neurons: state.bytes + state.host,
    spikes: sizes.spikes.expected * shards,
    lists: kept.reduce((sum, projection) => sum + projection.listed, 0),
    recorded: held,
    preparation: Math.max(0, sizes.scratch - held),
    process: processBytes + (workers - 1) * workerBytes,
  };
  const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const { neurons } = state;
  return { neurons, bytes, parts, shards, shardBytes: shared / shards + perShard, projections };
}

function atOnceOf(projection: KeptProjection): KeptProjection {
  const { rule } = projection;
  return { ...projection, rule: rule && ruleAtOnce(rule) };
}

function fewestShards(size: (shards: number) => Sizes, workers: number): number {
  let shards = workers;
  while (shards <= mostShards) {
    const { shared, perShard } = size(shards);
    if (shared / shards + perShard <= shardLimit) return shards;
    const left = shardLimit - perShard;
    const needed = left > 0 ? Math.ceil(shared / left) : mostShards + 1;
    shards = Math.max(shards + 1, needed);
  }
  // What each shard has again does not get less by cutting.
  return workers;
}
