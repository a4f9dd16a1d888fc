import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { publishedNetworks, shortDuration } from "../src/published-networks.ts";
import { runPublished } from "../src/run-published.ts";
import { studies } from "../src/studies.ts";

/** Shards and workers that every network is run with: not one spike may depend on them. */
const shardings: readonly (readonly [shards: number, workers: number])[] = [
  [2, 1],
  [3, 1],
  [4, 1],
  [8, 1],
  [16, 1],
  [2, 2],
  [4, 2],
  [3, 3],
];

// Long enough for every large network to fire, and for spikes to come back over several delays.
const large = "100 ms";

function hashOf(
  network: NetworkRecord,
  sharding: { readonly shards?: number; readonly workers?: number },
): Promise<string> {
  const options = { for: shortDuration(network, large), ...sharding };
  return runPublished(network, 1, options).then(({ spikeHash }) => spikeHash);
}

describe.each(Object.entries(publishedNetworks))("%s", (_, make) => {
  const network = make();
  let chosen: Promise<string> | undefined;

  it.each(shardings)(
    "on %d shards and %d workers has the spikes of one shard",
    async (shards, workers) => {
      chosen ??= hashOf(network, { shards: 1, workers: 1 });
      expect(await hashOf(network, { shards, workers })).toBe(await chosen);
    },
    120_000,
  );
});

it("every study has a network here", () => {
  const named = new Set(Object.keys(publishedNetworks).map((name) => name.split(" ")[0]));
  expect(named).toEqual(new Set(studies.map(({ reference }) => reference.study)));
});
