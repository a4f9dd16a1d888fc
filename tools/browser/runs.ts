import {
  publishedNetworks,
  shortDuration,
} from "../../packages/reproductions/src/published-networks.ts";
import { runPublished } from "../../packages/reproductions/src/run-published.ts";
import type { Sharding } from "./shardings.ts";

/** What came of one network. */
export interface Outcome extends Sharding {
  readonly network: string;
  readonly spikes: number;
  readonly spikeHash: string;
  /** Wall time. */
  readonly seconds: number;
}

/** The published networks. */
export const networkNames: readonly string[] = Object.keys(publishedNetworks);

// Long enough for every large network to fire, and for spikes to come back over several delays.
const large = "100 ms";

/** Run a published network, cut up in several ways, and tell what came of each. */
export async function runNetwork(
  name: string,
  list: readonly Sharding[],
  tell: (outcome: Outcome) => void,
): Promise<void> {
  const network = publishedNetworks[name]?.();
  if (network === undefined) throw new Error(`There is no network "${name}".`);
  for (const sharding of list) {
    const start = performance.now();
    const options = { for: shortDuration(network, large), ...sharding };
    const { spikeCounts, spikeHash } = await runPublished(network, 1, options);
    const spikes = Object.values(spikeCounts).reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - start) / 1000;
    tell({ network: name, ...sharding, spikes, spikeHash, seconds });
  }
}
