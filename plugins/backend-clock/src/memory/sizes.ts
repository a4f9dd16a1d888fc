import type { SynapseTier } from "@spikeloom/kernel";
import { powerAbove } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import { synapseBytes } from "../synapses/synapse-bytes.ts";
import type { KeptGroup } from "./kept-groups.ts";
import { type NeuronMemory, spanOf, sumKey } from "./neuron-memory.ts";
import { ruleBytes, ruledBytes } from "./rule-memory.ts";
import { type SpikeMemory, spikeMemory } from "./spike-memory.ts";

// Counts of synapses initially have room for this many delays, which grows as needed.
const countedDelays = 64;

/** Estimated memory of a projection. */
export interface ProjectionMemory {
  readonly name: string;
  readonly synapses: number;
  readonly bytes: number;
  /** Number of distinct delays of its synapses. */
  readonly delays: number;
  /** How it is delivered, together with the others of its source population and kind of weight. */
  readonly delivery: KeptGroup["kind"];
  /** Mean number of synapses per source and delay, including all projections delivered with it. */
  readonly segment: number;
}

/** Bytes by location. */
export interface Sizes {
  /** In all shards together. */
  readonly shared: number;
  /** In each shard. */
  readonly perShard: number;
  /** For counts, while it is built. */
  readonly scratch: number;
  /** Part of `perShard`: tables of rows, spikes in transit, and data that rules store for sources. */
  readonly rows: number;
  readonly spikes: SpikeMemory;
  readonly rulesEach: number;
  /** Part of `shared`: data that rules store for targets. */
  readonly rules: number;
  /** Part of `shared`: sums of future steps. */
  readonly sums: number;
  readonly projections: readonly ProjectionMemory[];
}

/** Determine the memory of groups of projections and all other parts for a number of shards. */
export function sizesOf(
  groups: readonly KeptGroup[],
  given: {
    readonly plan: JobPlan;
    readonly tier: SynapseTier;
    readonly float: number;
    readonly state: NeuronMemory;
    readonly shards: number;
  },
): Sizes {
  const { plan, tier, float, state, shards } = given;
  const spikes = spikeMemory(groups, plan);
  let [rows, rules, rulesEach, scratch] = [0, 0, 0, 0];
  let sums = drawnSums(groups, { state, shards, float });
  let shared = state.bytes;
  const projections = groups.flatMap((group) => {
    const { kind, sources, delays, longest, ownWeights, segment, ruled } = group;
    const isRuled = ruled !== undefined;
    const span = spanOf(group, state) / shards;
    const each = synapseBytes(span, { tier, float, ownWeights, isRuled });
    const blocks = Math.max(1, Math.ceil(span / each.reach));
    const delay = kind === "ring" ? (longest < 255 ? 1 : 2) : 0;
    if (kind !== "procedural") {
      rows += blocks * 4 * (sources * (kind === "ring" ? 1 : delays) + 1);
      scratch += shards * blocks * 4 * sources * countedWidth(group);
      if (kind === "ring") sums += span * shards * powerAbove(longest + 1) * float;
    }
    const beside = ruled === undefined ? 0 : ruledBytes(ruled, float);
    const kept = kind === "procedural" ? 0 : each.index + each.weight + delay + beside;
    return group.projections.map((projection): ProjectionMemory => {
      const { name, synapses, targets } = projection;
      const bytes = Math.ceil(synapses * kept);
      shared += bytes;
      if (ruled !== undefined) {
        const stated = longest - plan.shift;
        const own = { sources, targets, synapses, delays, longest: stated, float };
        const found = ruleBytes(ruled, own);
        rules += found.shared;
        rulesEach += found.perShard;
      }
      return { name, synapses, bytes, delays: projection.steps.length, delivery: kind, segment };
    });
  });
  shared += sums + rules;
  const perShard = rows + rulesEach + spikes.reserved;
  const all = inOrder(projections, groups);
  return { shared, perShard, scratch, rows, spikes, rules, rulesEach, sums, projections: all };
}

/**
 * Number of delays, from the minimum on, for which synapses are counted, including the tables replaced by larger ones.
 *
 * If delays are unknown, a table doubles when it is too narrow; the previous ones still exist.
 */
function countedWidth({ projections, longest }: KeptGroup): number {
  const least = Math.min(...projections.map(({ steps }) => steps[0] ?? 0));
  const width = longest - least + 1;
  const isKnown = projections.every(({ steps }) => steps.length === 1);
  if (isKnown) return width;
  return width <= countedDelays ? countedDelays : 2 * powerAbove(width);
}

/** Memory that procedural projections need instead of synapses: one ring of sums for all, and tables of targets. */
function drawnSums(
  groups: readonly KeptGroup[],
  given: { readonly state: NeuronMemory; readonly shards: number; readonly float: number },
): number {
  const { state, shards, float } = given;
  const drawn = groups.filter(({ kind }) => kind === "procedural");
  const projections = drawn.flatMap((group) => group.projections);
  if (projections.length === 0) return 0;
  const longest = Math.max(...drawn.map((group) => group.longest));
  const ring = spanOf({ projections }, state) * powerAbove(longest + 1) * float;
  if (shards === 1) return ring;
  const tables = new Map(
    projections.map(({ to, receptor, targets }) => [sumKey(to, receptor ?? ""), 4 * targets]),
  );
  return ring + shards * [...tables.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Projections in the order of the network rather than of their groups. */
function inOrder(
  projections: readonly ProjectionMemory[],
  groups: readonly KeptGroup[],
): readonly ProjectionMemory[] {
  const places = groups.flatMap((group) => group.projections.map(({ index }) => index));
  const sorted = new Array<ProjectionMemory>(projections.length);
  projections.forEach((projection, k) => {
    sorted[places[k] ?? 0] = projection;
  });
  return sorted;
}
