import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { MEMORY, printBytes, SHARD_MEMORY } from "../errors.ts";
import { estimateParts, type MemoryEstimate, type MemoryOptions } from "./estimate-memory.ts";
import { type MemoryWay, waysOf } from "./memory-ways.ts";
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

function refusal(
  network: NetworkRecord,
  estimate: MemoryEstimate,
  options: MemoryBound & { readonly expected: readonly ExpectedProjection[] },
): Error {
  const { bytes, besides, projections, parts } = estimate;
  const largest = projections.toSorted((a, b) => b.bytes - a.bytes)[0];
  const place =
    largest === undefined || largest.bytes < besides
      ? "populations"
      : `projection "${largest.name}" above all`;
  const ways = waysOf(network, options)
    .filter(
      (one) => one.bytes < bytes && (one.way !== "procedural" || options.canDrawAnew !== false),
    )
    .map(wayText);
  const counts = { synapses: estimate.synapses, neurons: estimate.neurons };
  return MEMORY({ place, bytes, counts, parts, bound: options.bound, ways });
}

function wayText({ way, bytes }: MemoryWay): string {
  const what = way === "procedural" ? '"procedural": true, which keeps none,' : `"tier": "${way}"`;
  return `${what} would take ${printBytes(bytes)}`;
}
