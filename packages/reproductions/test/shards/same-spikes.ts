import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../../tools/test/draws.ts";
import { publishedNetworks } from "../../src/published-networks.ts";
import { runPublished } from "../../src/run-published.ts";
import {
  isLarge,
  type Sharding,
  shardingsOf,
  shortDuration,
  thorough,
} from "../../src/short-runs.ts";
import { lengthy } from "../lengthy.ts";
import { recordedResults } from "../unchanged/results.ts";

/** Spikes of a short run: count and hash. */
async function spikesOf(
  network: NetworkRecord,
  sharding: Sharding,
): Promise<{ readonly count: number; readonly spikeHash: string }> {
  const options = { for: shortDuration(network), ...sharding };
  const { spikeCounts, spikeHash } = await runPublished(network, 1, options);
  return { count: Object.values(spikeCounts).reduce((sum, count) => sum + count, 0), spikeHash };
}

/**
 * List the ways to split a network here: two per thorough network, in rotation, and one for each other network.
 *
 * Over the thorough networks, each way is used twice. All ways run under `test --long`, and those of the other
 * networks in the browser too. Small networks that are not thorough stay on one worker: barriers take longer than
 * their steps.
 */
export function shardingsHere(name: string, all: boolean = long): readonly Sharding[] {
  const ways = shardingsOf(name);
  if (all) return ways;
  const place = thorough.indexOf(name);
  if (place >= 0) return [place, place + 3].map((index) => ways[index % ways.length] as Sharding);
  const make = publishedNetworks[name];
  const here =
    make !== undefined && isLarge(make()) ? ways : ways.filter(({ workers }) => workers === 1);
  return [here[Object.keys(publishedNetworks).indexOf(name) % here.length] as Sharding];
}

/** Test that no spike of the selected published networks depends on the number of shards and workers. */
export function describeShards(isWanted: (network: NetworkRecord) => boolean): void {
  const networks = Object.entries(publishedNetworks)
    .map(([name, make]) => [name, make()] as const)
    .filter(([name, network]) => isWanted(network) && (long || !lengthy.includes(name)));
  describe.each(networks)("%s", (name, network) => {
    // One shard has the spikes of the table, or its own test fails.
    const [count = "0", spikeHash = ""] = recordedResults[name]?.split(" ") ?? [];
    const wanted = { count: Number(count), spikeHash };

    it.each(shardingsHere(name))(
      "on $shards shards and $workers workers has the spikes of one shard",
      async (sharding) => {
        // Silence would prove nothing.
        expect(wanted.count).toBeGreaterThan(0);
        expect(await spikesOf(network, sharding)).toEqual(wanted);
      },
      120_000,
    );
  });
}
