/** How a network is cut up: neither may change a spike. */
export interface Sharding {
  readonly shards: number;
  readonly workers: number;
}

/** What each network is run with in the browser; Node runs the first one. */
export const shardings: readonly [Sharding, ...Sharding[]] = [
  { shards: 1, workers: 1 },
  { shards: 2, workers: 1 },
  { shards: 3, workers: 1 },
  { shards: 4, workers: 1 },
  { shards: 8, workers: 1 },
  { shards: 16, workers: 1 },
  { shards: 2, workers: 2 },
  { shards: 4, workers: 2 },
  { shards: 3, workers: 3 },
];
