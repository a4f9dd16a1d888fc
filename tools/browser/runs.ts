import { publishedNetworks } from "../../packages/reproductions/src/published-networks.ts";
import { runPublished } from "../../packages/reproductions/src/run-published.ts";
import {
  type Sharding,
  shardingsOf,
  shortDuration,
  whole,
} from "../../packages/reproductions/src/short-runs.ts";

/** Result of one network. */
export interface Outcome extends Sharding {
  readonly network: string;
  readonly spikes: number;
  readonly spikeHash: string;
  /** Wall time. */
  readonly seconds: number;
}

/** The published networks. */
export const networkNames: readonly string[] = Object.keys(publishedNetworks);

/** List the configurations with which a network runs in the browser; Node runs the first one. */
export function browserShardings(name: string): readonly Sharding[] {
  return [whole, ...shardingsOf(name)];
}

/** Run a published network for a short while, partitioned in one way. */
export async function runNetwork(name: string, sharding: Sharding): Promise<Outcome> {
  const network = publishedNetworks[name]?.();
  if (network === undefined) throw new Error(`There is no network "${name}".`);
  const start = performance.now();
  const options = { for: shortDuration(network), ...sharding };
  const { spikeCounts, spikeHash } = await runPublished(network, 1, options);
  const spikes = Object.values(spikeCounts).reduce((sum, count) => sum + count, 0);
  const seconds = (performance.now() - start) / 1000;
  return { network: name, ...sharding, spikes, spikeHash, seconds };
}
