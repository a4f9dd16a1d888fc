import { defineSynapse } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";
import {
  busy,
  leaky,
  type Network,
  poisson,
  type Seen,
  simulate,
  source,
  stack,
} from "./simulate.ts";

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

/** Spikes act within their step; they are sampled at its end. */
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

/** Neurons that read each other: an electrical contact, and one that depends on its source. */
const contact = defineSynapse({
  name: "contact",
  about: "Couples potentials.",
  parameters: {},
  weightUnit: "1",
  reads: {
    v_pre: { of: "pre", variable: "v", unit: "mV" },
    v_post: { of: "post", variable: "v", unit: "mV" },
  },
  coupling: [{ into: "i_inj", value: "weight * (v_pre - v_post) * nA/mV", unit: "nA" }],
});
const opened = defineSynapse({
  name: "opened",
  about: "Opens with the potential of its source.",
  parameters: { tau: { default: "5 ms", about: "how fast" } },
  weightUnit: "1",
  reads: { v_pre: { of: "pre", variable: "v", unit: "mV" } },
  state: { gate: { initial: 0, unit: "1", about: "how far" } },
  dynamics: { gate: { derivative: "(v_pre / (15*mV) - gate) / tau", when: "step" } },
  per: "source",
  coupling: [{ into: "i_inj", value: "weight * gate * nA", unit: "nA" }],
});

/** `e` reads itself, and a population that is read twice; with two neurons, some shards have none. */
const coupled: Network = {
  populations: {
    e: {
      model: leaky,
      size: 37,
      parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
      initial: { v: { draw: "uniform", low: "0 mV", high: "15 mV" } },
    },
    i: { model: leaky, size: 2, initial: { v: { formula: "(i + 1) * 5*mV" } } },
  },
  projections: [
    {
      ...e,
      name: "contacts",
      synapse: contact,
      delay: "0.1 ms",
      connector: { kind: "fixed-indegree", n: 5 },
      weight: { draw: "uniform", low: 0.005, high: 0.03 },
    },
    {
      from: "i",
      to: "e",
      name: "openings",
      synapse: opened,
      weight: 0.2,
      delay: "0.1 ms",
      connector: { kind: "all-to-all" },
    },
    {
      from: "i",
      to: "i",
      name: "pair",
      synapse: contact,
      weight: 0.01,
      delay: "0.1 ms",
      connector: { kind: "all-to-all", autapses: false },
    },
    { ...e, connector: { kind: "fixed-probability", p: 0.1 }, weight: "1 mV", delay: "1.5 ms" },
  ],
  stimuli: [
    { kind: "noise", into: "e", mean: "1.5 nA", sd: "0.5 nA" },
    { kind: "noise", into: "i", mean: "1.6 nA", sd: "0.5 nA" },
  ],
  record: [{ population: "e", variables: ["spikes", "v"] }],
};

const networks = { busy, mixed, atOnce, coupled } as const;
const pieces = [1, 250, 99, 150];

async function told({ simulation, samples, spikes }: Seen) {
  const state = await simulation.state("e", "v");
  return {
    hash: await simulation.spikeHash(),
    count: await simulation.spikeCount("e"),
    state,
    samples,
    spikes,
  };
}

describe.each(Object.entries(networks))("shards of %s", (_, network) => {
  it.each(["f64", "f32"] as const)("change no bit in %s", async (precision) => {
    const whole = await told(await simulate(network, pieces, { precision, shards: 1 }));
    expect(whole.count).toBeGreaterThan(30);
    // Halves, parts of unequal size, and parts without neurons.
    for (const shards of long ? [2, 3, 4, 8, 16] : [3, 16]) {
      expect(
        await told(await simulate(network, pieces, { precision, shards })),
        `${shards}`,
      ).toEqual(whole);
    }
    const js = await simulate(network, pieces, { precision, shards: 3, target: "js" });
    expect(await told(js)).toEqual(whole);
  });

  const ways = [
    [2, 5],
    [3, 3],
    [2, 2],
  ] as const;
  it.each(ways.slice(0, long ? 3 : 2))(
    "change no bit on %d workers with %d shards",
    async (workers, shards) => {
      const whole = await told(await simulate(network, pieces));
      const seen = await simulate(network, pieces, { workers, shards });
      expect(await told(seen)).toEqual(whole);
      await seen.simulation.close();
    },
  );
});

describe("several workers", () => {
  it.each([
    [{ workers: 0 }, "SL_OPTION"],
    [{ shards: 1.5 }, "SL_OPTION"],
    [{ workers: 3, shards: 2 }, "SL_SHARING"],
  ])("of %j are refused with %s", async (options, code) => {
    await expect(simulate(busy, [1], options)).rejects.toMatchObject({ code });
  });

  // Neurons are distributed alternately, so odd and even ones belong to one worker each.
  it.each([0, 1])("report the error of a single worker, with neurons 2 k + %d", async (rest) => {
    const law = { process: "poisson", rate: "rate", bound: "20*Hz" } as const;
    const wild = { ...poisson, source: { ...law, rate: "rate * int(t > 5*ms)" } } as const;
    const rates = Array.from({ length: 64 }, (_, k) => (k % 2 === rest ? "1 MHz" : "20 Hz"));
    const populations = {
      wild: { model: wild, size: 64, parameters: { rate: rates } },
      ...busy.populations,
    };
    const run = simulate({ ...busy, populations }, [10_000], { workers: 2 });
    await expect(run).rejects.toMatchObject({ code: "SL_SOURCE_VALUE" });
  });

  it.each([1, 2, 4])("refuse more spikes than a step can hold on %d shards", async (shards) => {
    const fast = {
      ...poisson,
      source: { process: "poisson", rate: "60*kHz", bound: "60*kHz" },
    } as const;
    const populations = { ...busy.populations, s: { model: fast, size: 64 } };
    const run = simulate({ ...busy, populations }, [200], { shards });
    await expect(run).rejects.toMatchObject({ code: "SL_SPIKES_PER_STEP" });
  });

  it.each([1, 2])(
    "rethrow an exception of the sink, and do not continue, on %d workers",
    async (workers) => {
      const full = new Error("The disk is full.");
      const sink = {
        spikes: () => undefined,
        samples: () => {
          throw full;
        },
      };
      const simulation = await prepareJob(clock(), {
        network: { format: "spikeloom-network", version: 1, ...busy },
        stack,
        seed: 5,
        precision: "f64",
        sink,
        workers,
      });
      expect(() => simulation.advance(100)).toThrow(full);
      expect(() => simulation.advance(1)).toThrow("SL_SIMULATION_ENDED");
      await simulation.close();
      expect(() => simulation.advance(1)).toThrow("was closed");
    },
  );

  it("receive spikes without any synapse, in any number of shards", async () => {
    const { simulation } = await simulate(
      { populations: { p: { model: poisson, size: 10 } } },
      [3000],
      {
        shards: 64,
      },
    );
    const whole = await simulate({ populations: { p: { model: poisson, size: 10 } } }, [3000]);
    expect(await simulation.spikeHash()).toBe(await whole.simulation.spikeHash());
  });
});

describe("the longest delay", () => {
  // One step less than 16 bits hold, because some conventions deliver a step later.
  it.each(["nest", "brian2", "neuron", "nengo"])("arrives in time under %s", async (convention) => {
    const network: Network = {
      convention,
      populations: {
        given: { model: source, size: 1, times: [["1 ms"]] },
        e: { model: leaky, size: 2 },
      },
      projections: [
        {
          from: "given",
          to: "e",
          connector: {
            kind: "pairs",
            pairs: [
              [0, 0],
              [0, 1],
            ],
          },
          weight: "20 mV",
          delay: ["1 ms", "6553.4 ms"],
        },
      ],
      record: [{ population: "e", variables: ["spikes"] }],
    };
    const { spikes } = await simulate(network, [65_560]);
    expect(spikes.map(([, neuron]) => neuron)).toEqual([0, 1]);
    const [[near = 0] = [], [far = 0] = []] = spikes;
    expect(far - near).toBe(65_534 - 10);
  });
});
