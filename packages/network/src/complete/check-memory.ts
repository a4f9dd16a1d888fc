import type { NetworkRecord, Stack, SynapseTier } from "@spikeloom/kernel";
import { approximateFunctions } from "../check/approximate-functions.ts";
import { quietly } from "../check/collect.ts";
import { proceduralFaults } from "../check/procedural-faults.ts";
import { MEMORY, printBytes, SHARD_MEMORY } from "../errors.ts";
import { planConnector } from "../plan/plan-projection.ts";
import { projectionEnds } from "../plan/projection-ends.ts";
import { estimateParts, type MemoryEstimate, type MemoryOptions } from "./estimate-memory.ts";
import { type ExpectedProjection, expectedProjections } from "./synapse-groups.ts";

/** What a network is measured against. */
export interface MemoryBound extends MemoryOptions {
  readonly stack: Stack;
  /** Most bytes. */
  readonly bound: number;
  /** Whether synapses can be drawn anew at each spike; true where it is not given. */
  readonly canDrawAnew?: boolean | undefined;
}

/**
 * Refuse a network that would not fit, before anything is allocated.
 *
 * Gives the estimate; the refusal says what each way of keeping the synapses would take.
 */
export function checkMemory(network: NetworkRecord, options: MemoryBound): MemoryEstimate {
  const { stack, bound } = options;
  const expected = expectedProjections(network, stack);
  const estimate = estimateParts(network, { ...options, expected });
  if (estimate.bytes > bound) throw refusal(network, estimate, { ...options, expected });
  const { shards, shardBytes, shardLimit } = estimate;
  if (shardBytes <= shardLimit) return estimate;
  const fewest = estimateParts(network, { ...options, shards: undefined, expected });
  const enough = fewest.shardBytes <= shardLimit ? fewest.shards : undefined;
  throw SHARD_MEMORY({ shards, shardBytes, shardLimit, enough });
}

type Measured = MemoryBound & { readonly expected: readonly ExpectedProjection[] };

function refusal(network: NetworkRecord, estimate: MemoryEstimate, options: Measured): Error {
  const { bytes, besides, projections } = estimate;
  const synapses = { count: estimate.synapses, bytes: bytes - besides };
  const neurons = { count: estimate.neurons, bytes: besides };
  const largest = projections.toSorted((a, b) => b.bytes - a.bytes)[0];
  const place =
    largest === undefined || largest.bytes < neurons.bytes
      ? "populations"
      : `projection "${largest.name}" above all`;
  const ways = [...tierWays(network, estimate, options), ...drawnWays(network, estimate, options)];
  return MEMORY({ place, neurons, synapses, bound: options.bound, ways });
}

const tiers: readonly SynapseTier[] = ["exact", "compact", "packed"];

/** What the other tiers would take, where that is less. */
function tierWays(
  network: NetworkRecord,
  { bytes, tier }: MemoryEstimate,
  options: Measured,
): readonly string[] {
  return tiers
    .filter((other) => other !== tier)
    .map((other) => [other, estimateParts(network, { ...options, tier: other }).bytes] as const)
    .filter(([, less]) => less < bytes)
    .map(([other, less]) => `tier "${other}" would take ${printBytes(less)}`);
}

/** What it would take if all synapses that can be were drawn anew at each spike. */
function drawnWays(
  network: NetworkRecord,
  { bytes }: MemoryEstimate,
  options: Measured,
): readonly string[] {
  if (options.canDrawAnew === false) return [];
  const expected = options.expected.map((one) =>
    canBeDrawn(network, one, options.stack)
      ? { ...one, procedural: true, group: -1 - one.index }
      : one,
  );
  const { bytes: less } = estimateParts(network, { ...options, expected });
  if (less >= bytes) return [];
  return [`"procedural": true, which keeps no synapses, would take ${printBytes(less)}`];
}

function canBeDrawn(
  network: NetworkRecord,
  { index, name, procedural }: ExpectedProjection,
  stack: Stack,
): boolean {
  const given = network.projections?.[index];
  if (given === undefined || procedural) return false;
  const record = { ...given, procedural: true };
  const place = `projections[${index}]`;
  if (proceduralFaults(record, place).length > 0) return false;
  const { populations: all } = network;
  const bare = Object.entries(all).map(([key, { positions: _, ...rest }]) => [key, rest] as const);
  const positionless = { ...network, populations: Object.fromEntries(bare) };
  const options = { stack, seed: 0, functions: approximateFunctions };
  const task = { network: positionless, record, name, place, options };
  const both = projectionEnds(positionless, record, { seed: 0, place });
  return quietly(() => planConnector(task, both)) !== undefined;
}
