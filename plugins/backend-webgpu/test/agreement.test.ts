import type { NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { clock, defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { webgpu } from "../src/index.ts";
import { busyNetwork, delayedNetwork } from "./networks.ts";

const backend = webgpu({ processor: "cpu" });

/** The network without synapses, so that no sum of weights is rounded differently. */
const unconnected: NetworkRecord = { ...busyNetwork, projections: [] };

async function outcome(network: NetworkRecord, options: object, duration = "50 ms") {
  const { spikeHash, spikeCounts, recordings } = await run(network, {
    stack,
    backend,
    for: duration,
    ...options,
  });
  return { spikeHash, spikeCounts, recordings };
}

describe("results of the processor", () => {
  it("have the spikes of the clock in single precision if no weights are added", async () => {
    const stimuli = (unconnected.stimuli ?? []).filter(({ kind }) => kind === "steps");
    const own = { ...unconnected, stimuli };
    const expected = await outcome(own, { backend: clock(), precision: "f32" });
    expect(expected.spikeCounts["e"]).toBeGreaterThan(100);
    expect(await outcome(own, {})).toEqual(expected);
  });

  it("draw the Poisson events of the clock, as weights that are whole numbers show", async () => {
    const [first, second] = (unconnected.stimuli ?? []).slice(2);
    const stimuli = [first, second].map((one) => ({ ...one, weight: "64 pA" }) as never);
    const expected = await outcome(
      { ...unconnected, stimuli },
      { backend: clock(), precision: "f32" },
    );
    expect(expected.spikeCounts["e"]).toBeGreaterThan(100);
    expect(await outcome({ ...unconnected, stimuli }, {})).toEqual(expected);
  });

  it("do not depend on the sizes of submissions and pieces", async () => {
    const whole = await outcome(busyNetwork, {});
    expect(whole.spikeCounts["e"]).toBeGreaterThan(100);
    expect(whole.spikeCounts["i"]).toBeGreaterThan(0);
    for (const backendOptions of [{ window: 1 }, { window: 7, piece: 1024 }]) {
      expect(await outcome(busyNetwork, { backendOptions })).toEqual(whole);
    }
  });

  it("have the spikes of the clock where synapses have delays and weights are whole numbers", async () => {
    const projections = (delayedNetwork.projections ?? []).map((one) => ({
      ...one,
      weight: "4 mV",
    }));
    const network = { ...delayedNetwork, projections };
    const expected = await outcome(network, { backend: clock(), precision: "f32" });
    expect(expected.spikeCounts["e"]).toBeGreaterThan(200);
    expect(await outcome(network, {})).toEqual(expected);
  });
});
