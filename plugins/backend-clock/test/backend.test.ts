import { defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { busy, leaky, poisson, simulate, source } from "./simulate.ts";

describe("a run", () => {
  it("has the same bits in plain JavaScript in single precision", async () => {
    const wasm = await simulate(busy, [1000], { precision: "f32" });
    const js = await simulate(busy, [1000], { precision: "f32", target: "js" });
    expect(await js.simulation.spikeHash()).toBe(await wasm.simulation.spikeHash());
    expect(await js.simulation.state("e", "v")).toEqual(await wasm.simulation.state("e", "v"));
  });
});

describe("sources", () => {
  it("refuse a rate that is too high for the step", async () => {
    const fast = { model: poisson({ rate: "1 GHz" }), size: 1 };
    await expect(simulate({ populations: { s: fast } }, [10])).rejects.toMatchObject({
      code: "SL_SPIKES_PER_STEP",
    });
  });
});

describe("networks that cannot run are refused with a code", () => {
  const pinned = defineNeuron({
    name: "pinned",
    about: "Defined by its step.",
    parameters: {},
    state: { v: { initial: 0, unit: "1", about: "value" } },
    step: [{ v: "v + 1" }],
    integrator: { dt: "1 ms" },
  });
  it.each<[string, Omit<NetworkRecord, "format" | "version">]>([
    ["SL_PINNED_STEP", { populations: { n: { model: pinned, size: 1 } } }],
    ["SL_SPIKE_TIME", { populations: { s: { model: source, size: 1, times: [["0 ms"]] } } }],
    [
      "SL_STIMULUS_VALUE",
      {
        populations: { n: { model: leaky, size: 2 } },
        stimuli: [{ kind: "poisson", into: "n", rate: ["1 Hz", "-2 Hz"], weight: "1 mV" }],
      },
    ],
    [
      "SL_NOT_RECORDED",
      {
        populations: { n: { model: leaky, size: 1 } },
        record: [{ population: "n", variables: ["w"] }],
      },
    ],
    ["SL_SHARD_MEMORY", { populations: { n: { model: leaky, size: 300_000_000 } } }],
  ])("%s", async (code, network) => {
    // In one memory: several workers would have space for more.
    await expect(simulate(network, [1], { shards: 1 })).rejects.toMatchObject({ code });
  });
});
