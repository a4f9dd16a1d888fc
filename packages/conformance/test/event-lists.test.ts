import { readdirSync, readFileSync } from "node:fs";
import type { NetworkRecord } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { checkRun, estimateNetwork, run } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { eventLists } from "../../../tools/test/event-lists.ts";

const folder = new URL("../../../specs/network/valid/", import.meta.url);
/** Arrays of data files are read by the command. */
const files = readdirSync(folder).filter((file) => file !== "data-files.json");
const fixture = (file: string): NetworkRecord =>
  readNetwork(readFileSync(new URL(file, folder), "utf8"));

/** The network without what drives it. */
function undriven({ stimuli: _, ...network }: NetworkRecord): NetworkRecord {
  return network;
}

/** Neurons that fire on their own and kick each other, under every convention, by delays of their own. */
const kicking = (convention: string): NetworkRecord => ({
  format: "spikeloom-network",
  version: 1,
  convention,
  seed: 3,
  populations: {
    E: {
      model: "lif-curr-exp",
      size: 12,
      parameters: { i_offset: { draw: "uniform", low: "0.2 nA", high: "0.9 nA" } },
    },
    S: { model: "spike-array", size: 2, times: [["1 ms", "7.3 ms"], ["4 ms"]] },
  },
  projections: [
    {
      from: "E",
      to: "E",
      receptor: "excitatory",
      weight: "0.2 nA",
      connector: { kind: "fixed-probability", p: 0.4 },
      delay: { draw: "uniform", low: "0.5 ms", high: "3 ms" },
    },
    {
      from: "S",
      to: "E",
      receptor: "excitatory",
      delay: "1 ms",
      weight: "0.8 nA",
      connector: { kind: "fixed-indegree", n: 2 },
    },
  ],
  record: [{ population: "E", variables: ["spikes", "v"], every: "1 ms" }],
});

const codes = (network: NetworkRecord): readonly string[] =>
  checkRun(network, { stack, backend: eventLists }).map(({ code }) => code);

async function outcome(network: NetworkRecord, backend = eventLists) {
  const { spikeHash, spikeCounts, recordings } = await run(network, {
    stack,
    backend,
    for: "15 ms",
    onDivergence: "warn",
  });
  return { spikeHash, spikeCounts, recordings };
}

describe("a backend of a stranger", () => {
  it.each(["nest", "brian2", "neuron"])(
    "has the bits of the clock under %s",
    async (convention) => {
      const network = kicking(convention);
      expect(codes(network)).toEqual([]);
      const expected = await outcome(network, clock({ target: "js" }));
      expect(await outcome(network)).toEqual(expected);
      expect(expected.spikeCounts["E"]).toBeGreaterThan(4);
    },
  );

  const isSmall = ({ populations }: NetworkRecord): boolean =>
    Object.values(populations).every(({ size }) => size < 1000);
  const can = files.filter((file) => {
    const network = undriven(fixture(file));
    return isSmall(network) && codes(network).length === 0;
  });

  it.each(can)("has the spikes of the clock: %s without its stimuli", async (file) => {
    const network = undriven(fixture(file));
    const expected = await outcome(network, clock({ target: "js" }));
    expect((await outcome(network)).spikeHash).toBe(expected.spikeHash);
  });

  it("refuses what it does not provide before it runs, by capability", async () => {
    expect(can.length).toBeGreaterThan(4);
    const found = new Set(files.flatMap((file) => codes(fixture(file))));
    expect([...found].sort()).toEqual(["SL_MISSING_CAPABILITY", "SL_OPTION"]);
    const drawn = fixture("tier-and-procedural.json");
    await expect(outcome(drawn)).rejects.toThrow("SL_MISSING_CAPABILITY");
    const options = { stack, backend: eventLists };
    expect(codes({ ...kicking("nest"), precision: "f32" })).toEqual(["SL_OPTION"]);
    expect(() => estimateNetwork(kicking("nest"), { ...options, workers: 2 })).toThrow("SL_OPTION");
  });

  it("says itself what a network takes", () => {
    const network = kicking("nest");
    const { synapses, bytes, parts } = estimateNetwork(network, { stack, backend: eventLists });
    expect(parts.map(({ name }) => name)).toEqual(["synapses", "neurons"]);
    expect(parts[0]?.bytes).toBe(24 * synapses);
    const found = checkRun(network, { stack, backend: eventLists, memory: bytes - 1 });
    expect(found.map(({ code }) => code)).toEqual(["SL_MEMORY"]);
  });
});
