import { describe, expect, it } from "vitest";
import { busy, leaky, type Network, poisson, type Seen, simulate, source } from "./simulate.ts";

const e = { from: "e", to: "e" } as const;

/** Everything that may go wrong between shards: parts of populations, sources, several delays. */
const mixed: Network = {
  populations: {
    given: { model: source, size: 3, times: [["1 ms", "5 ms", "5 ms"], ["2 ms"], ["5 ms"]] },
    e: {
      model: leaky,
      size: 37,
      parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
      initial: { v: { formula: "i * 0.3*mV" } },
    },
    i: { model: leaky, size: 2 },
    p: { model: poisson, size: 21 },
  },
  projections: [
    {
      ...e,
      connector: { kind: "fixed-outdegree", n: 9 },
      weight: { draw: "normal", mean: "1 mV", sd: "0.5 mV" },
      delay: { draw: "uniform", low: "0.5 ms", high: "4 ms" },
    },
    {
      ...e,
      fromNeurons: { from: 3, until: 30, every: 2 },
      toNeurons: { indices: [5, 36, 2, 8] },
      connector: { kind: "fixed-indegree", n: 4 },
      weight: { formula: "(i + j) * 0.01*mV" },
      delay: "0.7 ms",
    },
    { from: "given", to: "e", connector: { kind: "all-to-all" }, weight: "3 mV", delay: "0.4 ms" },
    { from: "p", to: "i", connector: { kind: "all-to-all" }, weight: "2 mV", delay: "1.5 ms" },
    { from: "i", to: "e", connector: { kind: "all-to-all" }, weight: "-1 mV", delay: "0.4 ms" },
  ],
  stimuli: [
    { kind: "poisson", into: "e", rate: "1 kHz", count: 2, weight: "0.9 mV" },
    {
      kind: "poisson",
      into: "e",
      neurons: { indices: [30, 1, 17] },
      rate: "2 kHz",
      weight: { draw: "uniform", low: "0.5 mV", high: "1 mV" },
    },
    {
      kind: "noise",
      into: "e",
      neurons: { from: 4, until: 33, every: 3 },
      mean: "0.2 nA",
      sd: "0.3 nA",
    },
  ],
  record: [
    { population: "e", variables: ["spikes", "v"], neurons: { indices: [36, 0, 7] } },
    { population: "i", variables: ["v"], every: "0.3 ms", from: "2 ms" },
    { population: "given", variables: ["spikes"] },
  ],
};

/** Spikes act within their step; sampled at its end. */
const atOnce: Network = {
  convention: "brian2",
  populations: {
    e: { model: leaky, size: 33, initial: { v: { draw: "uniform", low: "0 mV", high: "15 mV" } } },
    given: { model: source, size: 2, times: [["1 ms"], ["1 ms", "2 ms"]] },
  },
  projections: [
    { ...e, connector: { kind: "fixed-probability", p: 0.2 }, weight: "1.5 mV", delay: "0 ms" },
    { from: "given", to: "e", connector: { kind: "all-to-all" }, weight: "4 mV", delay: "0 ms" },
  ],
  stimuli: [{ kind: "noise", into: "e", mean: "1.6 nA", sd: "0.5 nA" }],
  record: [{ population: "e", variables: ["spikes", "v"] }],
};

const networks = { busy, mixed, atOnce } as const;
const pieces = [1, 400, 99, 500];

function told({ simulation, samples, spikes }: Seen) {
  const state = simulation.state("e", "v");
  return {
    hash: simulation.spikeHash(),
    count: simulation.spikeCount("e"),
    state,
    samples,
    spikes,
  };
}

describe.each(Object.entries(networks))("shards of %s", (_, network) => {
  it.each(["f64", "f32"] as const)("change no bit in %s", async (precision) => {
    const whole = told(await simulate(network, pieces, { precision, shards: 1 }));
    expect(whole.count).toBeGreaterThan(30);
    for (const shards of [2, 3, 4, 8, 16]) {
      expect(told(await simulate(network, pieces, { precision, shards })), `${shards}`).toEqual(
        whole,
      );
    }
    const js = await simulate(network, pieces, { precision, shards: 3, target: "js" });
    expect(told(js)).toEqual(whole);
  });

  it.each([
    [2, 2],
    [2, 5],
    [3, 3],
  ])("change no bit on %d workers with %d shards", async (workers, shards) => {
    const whole = told(await simulate(network, pieces));
    const seen = await simulate(network, pieces, { workers, shards });
    expect(told(seen)).toEqual(whole);
    await seen.simulation.close();
  });
});

describe("a crew", () => {
  it.each([[{ workers: 0 }], [{ shards: 1.5 }], [{ workers: 3, shards: 2 }]])(
    "of %j is refused",
    async (options) => {
      await expect(simulate(busy, [1], options)).rejects.toMatchObject({ code: "SL_SHARING" });
    },
  );

  it("hands on the error of any worker", async () => {
    // The rate is above the bound in the second half of the run, in the neurons of every shard.
    const rate = "20*Hz + 1*MHz * int(t > 5*ms)";
    const wild = { ...poisson, source: { process: "poisson", rate, bound: "20*Hz" } } as const;
    const network: Network = {
      ...busy,
      populations: { ...busy.populations, wild: { model: wild, size: 64 } },
    };
    const run = simulate(network, [10_000], { workers: 2 });
    await expect(run).rejects.toMatchObject({ code: "SL_SOURCE_VALUE" });
  });
});
