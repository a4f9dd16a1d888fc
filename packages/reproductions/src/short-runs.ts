import type { NetworkRecord } from "@spikeloom/kernel";

/** Partition of a network, which must not change any spike. */
export interface Sharding {
  readonly shards: number;
  readonly workers: number;
}

/** Results with which each network is compared. */
export const whole: Sharding = { shards: 1, workers: 1 };

/** An odd number of unequal shards, and several shards per worker. */
const some: readonly Sharding[] = [
  { shards: 3, workers: 1 },
  { shards: 4, workers: 2 },
];

const all: readonly Sharding[] = [
  { shards: 2, workers: 1 },
  ...some,
  { shards: 4, workers: 1 },
  { shards: 8, workers: 1 },
  { shards: 16, workers: 1 },
  { shards: 2, workers: 2 },
  { shards: 3, workers: 3 },
];

/**
 * Networks that are partitioned in all ways: quick to build, and together they cover everything that acts across
 * shards.
 */
export const thorough: readonly string[] = [
  "brette-2007 CUBA",
  "izhikevich-2003",
  "izhikevich-2006",
  "izhikevich-2007 network",
  "masquelier-2008",
  "pfister-gerstner-2006 full",
  "tsodyks-2000",
  "song-2000",
  "vogels-2011 balance",
];

/** List the partitions in which a published network is compared with the whole. */
export function shardingsOf(name: string): readonly Sharding[] {
  return thorough.includes(name) ? all : some;
}

// Long enough for every large network to fire, and for spikes to return over several delays.
const large = "50 ms";

/** Test whether a network has enough neurons to show its firing in a part of a second. */
export function isLarge({ populations }: NetworkRecord): boolean {
  return Object.values(populations).reduce((sum, { size }) => sum + size, 0) > 900;
}

/** Duration that shows a network firing, a second or two. */
export function shortDuration(network: NetworkRecord): string {
  return isLarge(network) ? large : (network.duration ?? "200 ms");
}
