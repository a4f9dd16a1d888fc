import { describe, expect, it, vi } from "vitest";
import { type NetworkRecord, readNetwork, run, simulate } from "../src/index.ts";

vi.setConfig({ testTimeout: 60_000 });

/** All random parts of a run, each in separate neurons, and connections and values that are drawn before it. */
const drawing: NetworkRecord = readNetwork(
  JSON.stringify({
    format: "spikeloom-network",
    version: 1,
    seed: 11,
    models: {
      diffusing: {
        kind: "neuron",
        contract: 1,
        name: "diffusing",
        about: "Diffuses up to its threshold.",
        parameters: {},
        state: { v: { initial: 0, unit: "1", about: "potential" } },
        dynamics: { v: "-v / (10*ms) + xi / sqrt(2*ms)" },
        spike: { when: "v > 1.5", reset: { v: "0" } },
      },
    },
    populations: {
      source: { model: "poisson", size: 20, parameters: { rate: "60 Hz" } },
      released: { model: "lif-curr-exp", size: 20 },
      counted: { model: "lif-curr-exp", size: 20 },
      rare: { model: "lif-curr-exp", size: 20 },
      noisy: { model: "lif-curr-exp", size: 20 },
      diffusing: { model: "diffusing", size: 20 },
      regular: { model: "spike-array", size: 1, times: ["5 ms", "15 ms", "25 ms", "35 ms"] },
    },
    projections: [
      {
        name: "release",
        from: "regular",
        to: "released",
        receptor: "excitatory",
        connector: { kind: "fixed-probability", p: 0.9 },
        weight: { draw: "uniform", low: "40 nA", high: "60 nA" },
        synapse: { model: "simple-stochastic", parameters: { p: 0.5 } },
      },
    ],
    stimuli: [
      { kind: "poisson", into: "counted", receptor: "excitatory", rate: "4 kHz", weight: "2 nA" },
      { kind: "poisson", into: "rare", receptor: "excitatory", rate: "80 Hz", weight: "60 nA" },
      { kind: "noise", into: "noisy", mean: "0.5 nA", sd: "5 nA", every: "1 ms" },
    ],
    record: ["source", "released", "counted", "rare", "noisy", "diffusing"].map((population) => ({
      population,
      variables: ["spikes"],
    })),
  }),
);

async function spikesIn(options: Parameters<typeof run>[1] = {}) {
  const { recordings } = await run(drawing, { for: "50 ms", ...options });
  return Object.fromEntries(
    recordings.map(({ population, spikes }) => [population, JSON.stringify(spikes)]),
  );
}

describe("a trial", () => {
  it("redraws everything that is drawn during a run, and nothing of the network", async () => {
    const [none, first, second] = [
      await spikesIn(),
      await spikesIn({ trial: 0 }),
      await spikesIn({ trial: 1, workers: 2 }),
    ];
    expect(first).toEqual(none);
    expect(await spikesIn({ trial: 1 })).toEqual(second);
    for (const population of Object.keys(none)) {
      expect(second[population]).not.toBe(none[population]);
      expect(JSON.parse(none[population] ?? "")).not.toEqual({ times: {}, neurons: {} });
    }
    const weights = async (trial: number) => {
      const sim = await simulate(drawing, { trial });
      return [...(await sim.synapses("release", "weight")).values];
    };
    expect(await weights(3)).toEqual(await weights(0));
  });

  it("is stored by checkpoints and forks, and a state of another one is refused", async () => {
    const whole = await run(drawing, { for: "50 ms", trial: 2 });
    const sim = await simulate(drawing, { trial: 2 });
    await sim.advance("20 ms");
    const saved = await sim.save();
    const fork = await sim.fork();
    await fork.advance("30 ms");
    expect((await fork.result()).spikeHash).toBe(whole.spikeHash);
    const resumed = await simulate(drawing, { trial: 2, from: saved });
    await resumed.advance("30 ms");
    expect((await resumed.result()).spikeHash).toBe(whole.spikeHash);
    await expect(simulate(drawing, { trial: 3, from: saved })).rejects.toThrow(
      "SL_CHECKPOINT_NETWORK",
    );
  });

  it("is also a field of the network, and a whole number", async () => {
    const stated = await run({ ...drawing, trial: 2 }, { for: "50 ms" });
    expect(stated.spikeHash).toBe((await run(drawing, { for: "50 ms", trial: 2 })).spikeHash);
    expect(stated.network.trial).toBe(2);
    await expect(run(drawing, { for: "50 ms", trial: 0.5 })).rejects.toThrow("SL_RUN_SEED");
    await expect(run({ ...drawing, trial: -1 }, { for: "1 ms" })).rejects.toThrow("SL_RUN_SEED");
  });
});
