import {
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  type Stack,
  type SynapseTier,
} from "@spikeloom/kernel";
import { mostShards } from "../check/sharing-faults.ts";
import type { MemoryParts } from "./memory-parts.ts";
import { type NeuronMemory, neuronMemory, spanOf, sumKey } from "./neuron-memory.ts";
import { recordedMemory } from "./recorded-memory.ts";
import { powerFrom, ruleBytes } from "./rule-memory.ts";
import { type SpikeMemory, spikeMemory } from "./spike-memory.ts";
import {
  type ExpectedGroup,
  type ExpectedProjection,
  expectedGroups,
  expectedProjections,
  synapseBytes,
} from "./synapse-groups.ts";

/** How a network is to be kept; where something is not given, as the network says. */
export interface MemoryOptions {
  readonly precision?: "f64" | "f32" | undefined;
  readonly tier?: SynapseTier | undefined;
  /** Threads; one where it is not given. */
  readonly workers?: number | undefined;
  /** Parts of the network; as many as there are workers, or as it takes, where it is not given. */
  readonly shards?: number | undefined;
  /** Whether what is recorded is held until the end, as a run does without a sink; it is not where this is not given. */
  readonly holdsRecords?: boolean | undefined;
}

/** What a projection will take. */
export interface ProjectionMemory {
  readonly name: string;
  readonly synapses: number;
  readonly bytes: number;
  /** Distinct delays that its synapses have. */
  readonly delays: number;
  /** How it is delivered, together with the others of its source population and kind of weight. */
  readonly delivery: ExpectedGroup["kind"];
  /** Mean number of synapses of one source and one delay, all projections that go with it included. */
  readonly segment: number;
}

/** What a network will take, as far as that shows before it is built. */
export interface MemoryEstimate {
  readonly neurons: number;
  readonly synapses: number;
  /** The most that the process has at one time, while it builds or while it runs. */
  readonly bytes: number;
  /** Of `bytes`, for all that is no synapse: state, spikes under way, the process itself. */
  readonly besides: number;
  readonly parts: MemoryParts;
  /** Parts that the network is cut into; each has a memory of its own. */
  readonly shards: number;
  /** Bytes of the largest part's memory, and the most that there can be. */
  readonly shardBytes: number;
  readonly shardLimit: number;
  readonly precision: "f64" | "f32";
  readonly tier: SynapseTier;
  readonly projections: readonly ProjectionMemory[];
}

/** What one WebAssembly memory holds. */
const shardLimit = 2 ** 32;
/** What the command takes with an empty network, and each further thread of it, measured by the system. */
const processBytes = 80e6;
const workerBytes = 36e6;
// Counts of synapses are kept for this many delays from the start, and for more where there are.
const countedDelays = 64;

const names: OptionNames<MemoryOptions> = {
  precision: true,
  tier: true,
  workers: true,
  shards: true,
  holdsRecords: true,
};

/** Estimate the memory of a sound network of any size without building it. */
export function estimateMemory(
  network: NetworkRecord,
  stack: Stack,
  options: MemoryOptions = {},
): MemoryEstimate {
  checkOptionNames(options, names, "estimateMemory");
  return estimateParts(network, {
    ...options,
    stack,
    expected: expectedProjections(network, stack),
  });
}

/** Estimate the memory of a network whose projections have been looked at. */
export function estimateParts(
  network: NetworkRecord,
  given: MemoryOptions & {
    readonly stack: Stack;
    readonly expected: readonly ExpectedProjection[];
  },
): MemoryEstimate {
  const { stack, expected, workers = 1 } = given;
  const precision = given.precision ?? network.precision ?? "f64";
  const tier = given.tier ?? network.tier ?? "exact";
  const float = precision === "f64" ? 8 : 4;
  const groups = expectedGroups(expected, network);
  const state = neuronMemory(network, { stack, float, groups });
  const size = (shards: number): Sizes =>
    sizesOf(groups, { network, stack, tier, float, state, shards });
  const shards = given.shards ?? fewestShards(size, workers);
  const sizes = size(shards);
  const { shared, perShard, projections } = sizes;
  const held = given.holdsRecords === true ? recordedMemory(network, expected) : 0;
  const parts: MemoryParts = {
    synapses: projections.reduce((sum, { bytes }) => sum + bytes, 0),
    rows: sizes.rows * shards + sizes.sums,
    plasticity: sizes.rules + sizes.rulesEach * shards,
    neurons: state.bytes + state.host,
    spikes: sizes.spikes.expected * shards,
    lists: expected.reduce((sum, projection) => sum + projection.listed, 0),
    recorded: held,
    preparation: Math.max(0, sizes.scratch - held),
    process: processBytes + (workers - 1) * workerBytes,
  };
  const bytes = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    neurons: state.neurons,
    synapses: expected.reduce((sum, { synapses }) => sum + synapses, 0),
    ...{ bytes, besides: bytes - parts.synapses, parts },
    ...{ shards, shardBytes: shared / shards + perShard, shardLimit, precision, tier, projections },
  };
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

/** Bytes by where they are. */
interface Sizes {
  /** Of all shards together. */
  readonly shared: number;
  /** Of each shard again. */
  readonly perShard: number;
  /** Of counts, while it is built. */
  readonly scratch: number;
  /** Of `perShard`: tables of rows, spikes on their way, and what rules keep of sources. */
  readonly rows: number;
  readonly spikes: SpikeMemory;
  readonly rulesEach: number;
  /** Of `shared`, what rules keep of targets. */
  readonly rules: number;
  /** Of `shared`, for sums of the steps to come. */
  readonly sums: number;
  readonly projections: readonly ProjectionMemory[];
}

function sizesOf(
  groups: readonly ExpectedGroup[],
  given: {
    readonly network: NetworkRecord;
    readonly stack: Stack;
    readonly tier: SynapseTier;
    readonly float: number;
    readonly state: NeuronMemory;
    readonly shards: number;
  },
): Sizes {
  const { network, stack, tier, float, state, shards } = given;
  const spikes = spikeMemory(groups, network, stack);
  let [rows, rules, rulesEach, scratch] = [0, 0, 0, 0];
  let sums = drawnSums(groups, { state, shards, float });
  let shared = state.bytes;
  const projections = groups.flatMap((group) => {
    const { kind, sources, delays, longest, ownWeights, segment } = group;
    const span = spanOf(group, state) / shards;
    const each = synapseBytes(span, { tier, float, ownWeights });
    const blocks = Math.max(1, Math.ceil(span / each.reach));
    const delay = kind === "ring" ? (longest < 255 ? 1 : 2) : 0;
    if (kind !== "procedural") {
      rows += blocks * 4 * (sources * (kind === "ring" ? 1 : delays) + 1);
      scratch += shards * blocks * 4 * sources * countedWidth(group);
      if (kind === "ring") sums += span * shards * powerFrom(longest + 1) * float;
    }
    return group.projections.map((projection): ProjectionMemory => {
      const kept = kind === "procedural" ? 0 : each.index + each.weight + delay;
      const bytes = Math.ceil(projection.synapses * (kept + projection.state * float));
      shared += bytes;
      const { rule, targets } = projection;
      if (rule !== undefined) {
        const own = { sources, targets, synapses: projection.synapses, delays, longest, float };
        const found = ruleBytes(rule, own);
        rules += found.shared;
        rulesEach += found.perShard;
      }
      const { name, synapses } = projection;
      return { name, synapses, bytes, delays: projection.delays.length, delivery: kind, segment };
    });
  });
  shared += sums + rules;
  const perShard = rows + rulesEach + spikes.reserved;
  const all = inOrder(projections, groups);
  return { shared, perShard, scratch, rows, spikes, rules, rulesEach, sums, projections: all };
}

/**
 * Delays from the least on for which synapses are counted, with the tables that larger ones took the place of.
 *
 * Where delays are not known, a table doubles when it is too narrow; the ones before are there still.
 */
function countedWidth({ projections, longest }: ExpectedGroup): number {
  const least = Math.min(...projections.map(({ delays }) => delays[0] ?? 0));
  const width = longest - least + 1;
  const isKnown = projections.every(({ delays }) => delays.length === 1);
  if (isKnown) return width;
  return width <= countedDelays ? countedDelays : 2 * powerFrom(width);
}

/** What procedural projections have instead of synapses: one ring of sums for all, and tables of targets. */
function drawnSums(
  groups: readonly ExpectedGroup[],
  given: { readonly state: NeuronMemory; readonly shards: number; readonly float: number },
): number {
  const { state, shards, float } = given;
  const drawn = groups.filter(({ kind }) => kind === "procedural");
  const projections = drawn.flatMap((group) => group.projections);
  if (projections.length === 0) return 0;
  const longest = Math.max(...drawn.map((group) => group.longest));
  const ring = spanOf({ projections }, state) * powerFrom(longest + 1) * float;
  if (shards === 1) return ring;
  const tables = new Map(
    projections.map(({ to, receptor, targets }) => [sumKey(to, receptor ?? ""), 4 * targets]),
  );
  return ring + shards * [...tables.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Projections in the order of the network rather than of their groups. */
function inOrder(
  projections: readonly ProjectionMemory[],
  groups: readonly ExpectedGroup[],
): readonly ProjectionMemory[] {
  const places = groups.flatMap((group) => group.projections.map(({ index }) => index));
  const sorted = new Array<ProjectionMemory>(projections.length);
  projections.forEach((projection, k) => {
    sorted[places[k] ?? 0] = projection;
  });
  return sorted;
}
