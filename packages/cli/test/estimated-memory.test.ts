import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { estimateMemory } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack, run } from "../src/index.ts";

const weight = { draw: "normal", mean: "0.1 nA", sd: "0.01 nA" } as const;

function within(changes: Partial<ProjectionRecord>): NetworkRecord {
  const connector = { kind: "fixed-outdegree", n: 100 };
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "1 ms",
    populations: { A: { model: "lif-curr-exp", size: 5000 } },
    projections: [
      {
        from: "A",
        to: "A",
        receptor: "excitatory",
        connector,
        weight,
        delay: "1.5 ms",
        ...changes,
      },
    ],
  };
}

const networks: readonly (readonly [string, NetworkRecord])[] = [
  ["one weight", within({ weight: "0.1 nA" })],
  ["a weight each", within({})],
  ["few delays", within({ delay: { draw: "uniform", low: "1 ms", high: "2 ms" } })],
  ["many delays", within({ delay: { draw: "uniform", low: "0.1 ms", high: "20 ms" } })],
];
const tiers = ["exact", "compact", "packed"] as const;
const cases = networks.flatMap(([name, network]) =>
  tiers.flatMap((tier) => [1, 3].map((shards) => ({ name, network, tier, shards }))),
);

describe("the estimate of memory", () => {
  it.each(cases)("is what a run takes: $name, $tier, $shards shards", async (given) => {
    const { network, tier, shards } = given;
    const options = { tier, shards, workers: 1 };
    const { shardBytes, projections } = estimateMemory(network, defaultStack, options);
    const { summary } = await run(network, options);
    // State is told by the number of variables, without what kernels keep of their own: a tenth is enough
    // where synapses are ten times the state.
    expect((shardBytes * shards) / summary.bytes).toBeGreaterThan(0.9);
    expect((shardBytes * shards) / summary.bytes).toBeLessThan(1.1);
    const isRing = summary.notes.some((note) => note.includes("ring"));
    expect(projections[0]?.delivery).toBe(isRing ? "ring" : "segments");
  });
});
