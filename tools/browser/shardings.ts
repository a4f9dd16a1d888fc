/** How a network is cut up: neither may change a spike. */
export interface Sharding {
  readonly shards: number;
  readonly workers: number;
}

/** What each network is run with in the browser; Node runs the first one. */
export const shardings: readonly [Sharding, ...Sharding[]] = [{ shards: 1, workers: 1 }];
