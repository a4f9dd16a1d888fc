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

/** Run all published networks one after another and tell what came of each. */
export async function runNetworks(
  list: readonly Sharding[],
  tell: (outcome: Outcome) => void,
): Promise<void> {
  for (const [name, make] of Object.entries(publishedNetworks)) {
    const network = make();
    for (const sharding of list) {
      const start = performance.now();
      const options = { for: shortDuration(network), ...sharding };
      const { spikeCounts, spikeHash } = await runPublished(network, 1, options);
      const spikes = Object.values(spikeCounts).reduce((sum, count) => sum + count, 0);
      const seconds = (performance.now() - start) / 1000;
      tell({ network: name, ...sharding, spikes, spikeHash, seconds });
    }
  }
}
