import { defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { busy, leaky, poisson, simulate, source } from "./simulate.ts";

describe("a run", () => {
  it.each(["f64", "f32"] as const)(
    "has the same bits in plain JavaScript in %s",
    async (precision) => {
      const wasm = await simulate(busy, [1000], { precision });
      const js = await simulate(busy, [1000], { precision, target: "js" });
      expect(await js.simulation.spikeHash()).toBe(await wasm.simulation.spikeHash());
      expect(await js.simulation.state("e", "v")).toEqual(await wasm.simulation.state("e", "v"));
    },
  );
});

describe("stimuli", () => {
  it("give a Poisson drive of the right mean and variance", async () => {
    const counter = defineNeuron({
      name: "counter",
      about: "Counts what arrives.",
      parameters: {},
      receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
      state: { n: { initial: 0, unit: "1", about: "count" } },
    });
    const size = 5000;
    const { simulation } = await simulate(
      {
        populations: { c: { model: counter, size } },
        stimuli: [{ kind: "poisson", into: "c", rate: "20 Hz", count: 100, weight: 1 }],
      },
      [100],
    );
    const counts = await simulation.state("c", "n");
    const mean = counts.reduce((sum, n) => sum + n, 0) / size;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / size;
    // 2 kHz for 10 ms: 20 on average and in variance; four standard errors of each.
    expect(Math.abs(mean - 20)).toBeLessThan(4 * Math.sqrt(20 / size));
    expect(Math.abs(variance - 20)).toBeLessThan(4 * 20 * Math.sqrt(2 / size));
  });

  it("give a Poisson source of the right rate", async () => {
    const { simulation } = await simulate(
      { populations: { s: { model: poisson, size: 500 } } },
      [20_000],
    );
    // 500 × 20 Hz × 2 s = 20 000 spikes, standard deviation 141.
    expect(Math.abs((await simulation.spikeCount("s")) - 20_000)).toBeLessThan(4 * 142);
  });

  it("add up, start and stop where they say", async () => {
    const follower = defineNeuron({
      name: "follower",
      about: "Shows its input.",
      parameters: {},
      inputs: { i_inj: { unit: "pA", about: "current" } },
      state: { v: { initial: "0 pA", unit: "pA", about: "the input" } },
      step: [{ v: "i_inj" }],
    });
    const { samples } = await simulate(
      {
        populations: { n: { model: follower, size: 2 } },
        stimuli: [
          { kind: "steps", into: "n", times: ["0.2 ms", "0.4 ms"], values: ["5 pA", "0 pA"] },
          {
            kind: "formula",
            into: "n",
            neurons: { from: 1, until: 2 },
            value: "a * (1 + i)",
            parameters: { a: "1 pA" },
            start: "0.3 ms",
            stop: "0.6 ms",
          },
          {
            kind: "sine",
            into: "n",
            neurons: { indices: [0] },
            amplitude: "8 pA",
            frequency: "2.5 kHz",
            phase: 90,
            start: "0.6 ms",
          },
        ],
        record: [{ population: "n", variables: ["v"] }],
      },
      [8],
    );
    const first = samples.map(([, [v = 0]]) => Math.round(v * 1e9) / 1e9 + 0);
    const second = samples.map(([, [, v = 0]]) => v);
    expect(first).toEqual([0, 0, 5, 5, 0, 0, 8, 0]);
    expect(second).toEqual([0, 0, 5, 7, 2, 2, 0, 0]);
  });
});

describe("sources", () => {
  it("send each of several spikes of one neuron in a step", async () => {
    const counter = defineNeuron({
      name: "sum",
      about: "Sums what arrives.",
      parameters: {},
      receptors: { in: { unit: "1", about: "sum", on: { n: "n + weight" } } },
      state: { n: { initial: 0, unit: "1", about: "sum" } },
    });
    const { simulation, spikes } = await simulate(
      {
        populations: {
          s: { model: source, size: 1, times: [["0.99 ms", "1 ms", "1 ms", "2 ms"]] },
          c: { model: counter, size: 1 },
        },
        projections: [{ from: "s", to: "c", connector: { kind: "all-to-all" }, weight: 1 }],
        record: [{ population: "s", variables: ["spikes"] }],
      },
      [50],
    );
    expect((await simulation.state("c", "n"))[0]).toBe(4);
    expect(spikes.map(([step]) => step)).toEqual([10, 10, 10, 20]);
  });

  it("refuse a rate that the step cannot hold", async () => {
    const fast = { model: poisson({ rate: "1 GHz" }), size: 1 };
    await expect(simulate({ populations: { s: fast } }, [10])).rejects.toMatchObject({
      code: "SL_SPIKES_PER_STEP",
    });
  });
});

describe("recorders", () => {
  it("keep what they select", async () => {
    const { samples, spikes } = await simulate(
      {
        populations: { s: { model: source, size: 3, times: [["1 ms"], ["2 ms"], ["3 ms"]] } },
        record: [
          { population: "s", variables: ["spikes"], neurons: { indices: [0, 2] }, from: "2 ms" },
        ],
      },
      [50],
    );
    expect(spikes).toEqual([[30, 2]]);
    expect(samples).toEqual([]);
  });
});

describe("what cannot run is refused with a code", () => {
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
    // In one memory: several workers would have room for more.
    await expect(simulate(network, [1], { shards: 1 })).rejects.toMatchObject({ code });
  });
});
