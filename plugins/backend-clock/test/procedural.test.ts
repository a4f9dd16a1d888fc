import { defineNeuron, type Simulation } from "@spikeloom/kernel";
import { type NetworkProgram, programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { clock } from "../src/index.ts";
import { planOf } from "../src/job-plan.ts";
import { keptMemory } from "../src/memory/kept-memory.ts";
import { leaky, type Network, poisson, simulate, source, stack } from "./simulate.ts";

type Precision = "f64" | "f32";
type Projection = NonNullable<Network["projections"]>[number];

/** Run a network whose procedural projections are drawn by source, but only once, and stored. */
async function simulateStored(
  network: Network,
  steps: readonly number[],
  { precision, target }: { readonly precision: Precision; readonly target: "wasm" | "js" },
): Promise<Simulation> {
  const record = { format: "spikeloom-network", version: 1, ...network } as const;
  const program = programOf(record, { stack, seed: 5 });
  const projections = program.projections.map((one) => ({ ...one, procedural: false }));
  const stored: NetworkProgram = { ...program, projections };
  const simulation = await clock({ target }).prepare(stored, {
    stack,
    options: { precision, workers: 1, shards: 1 },
    sink: { samples: () => undefined, spikes: () => undefined },
  });
  for (const count of steps) await simulation.advance(count);
  return simulation;
}

async function told(simulation: Simulation) {
  return {
    hash: await simulation.spikeHash(),
    count: await simulation.spikeCount("e"),
    state: await simulation.state("e", "v"),
    synapses: simulation.summary.synapses,
  };
}

/** Sixty neurons driven by noise; their rows are the only input. */
function within(fields: Partial<Projection>, head: Partial<Network> = {}): Network {
  return {
    populations: {
      e: {
        model: leaky,
        size: 60,
        initial: { v: { draw: "uniform", low: "0 mV", high: "15 mV" } },
      },
    },
    projections: [
      {
        from: "e",
        to: "e",
        procedural: true,
        connector: { kind: "fixed-outdegree", n: 20 },
        weight: "0.7 mV",
        delay: "1.5 ms",
        ...fields,
      },
    ],
    stimuli: [{ kind: "noise", into: "e", mean: "1.5 nA", sd: "0.5 nA", every: "1 ms" }],
    ...head,
  };
}

const drawnWeight = { draw: "normal", mean: "0.7 mV", sd: "0.4 mV" } as const;
const drawnDelay = { draw: "uniform", low: "0.5 ms", high: "4 ms" } as const;

// With one delay for all, or with few synapses per delay (which use a ring of sums), a
// table sums in the order of a procedural projection: (spike, source, creation).
const networks: Readonly<Record<string, Network>> = {
  "one weight and one delay": within({}),
  "drawn weights": within({ weight: drawnWeight }),
  "drawn weights and delays": within({ weight: drawnWeight, delay: drawnDelay }),
  "weights by formula": within({ weight: { formula: "0.02*mV * (i - j) + 0.1*mV * randn()" } }),
  "a random number of targets": within({
    connector: { kind: "fixed-probability", p: 0.3, autapses: false },
    weight: drawnWeight,
    delay: drawnDelay,
  }),
  "the same number of sources for each target": within({
    connector: { kind: "fixed-indegree", n: 20 },
    weight: drawnWeight,
    delay: drawnDelay,
  }),
  selections: within({
    connector: { kind: "all-to-all" },
    fromNeurons: { from: 3, until: 55, every: 2 },
    toNeurons: { indices: [59, 4, 31, 8, 30, 2, 57] },
    weight: drawnWeight,
  }),
  "no delay": within({ weight: drawnWeight, delay: "0 ms" }, { convention: "brian2" }),
};
const forms = [
  ["wasm", 1],
  ["wasm", 3],
  ["js", 3],
] as const;
const moreForms = [
  ["wasm", 2],
  ["wasm", 8],
  ["js", 1],
] as const;
const pieces = [1, 400, 99, 500];

describe.each(Object.entries(networks))("redrawn rows with %s", (_, network) => {
  it.each(["f64", "f32"] as const)(
    "equal those of a table, bit for bit, in %s",
    async (precision) => {
      const stored = await told(
        await simulateStored(network, pieces, { precision, target: "wasm" }),
      );
      expect(stored.count).toBeGreaterThan(100);
      for (const [target, shards] of long ? [...forms, ...moreForms] : forms) {
        const { simulation } = await simulate(network, pieces, { precision, target, shards });
        const seen = await told(simulation);
        // Redrawn rows count with their expected number.
        const spread = 5 * Math.sqrt(stored.synapses);
        expect(Math.abs(seen.synapses - stored.synapses)).toBeLessThan(spread);
        expect({ ...seen, synapses: 0 }, `${target} ${shards}`).toEqual({ ...stored, synapses: 0 });
      }
    },
  );
});

/** Weights in eighths of a millivolt: their sums are exact in any order. */
const mixed: Network = {
  populations: {
    given: { model: source, size: 3, times: [["1 ms", "5 ms", "5 ms"], ["2 ms"], ["5 ms"]] },
    e: { model: leaky, size: 57, initial: { v: { formula: "i * 0.25*mV" } } },
    i: { model: leaky, size: 2 },
    p: { model: poisson, size: 21 },
  },
  projections: [
    {
      from: "e",
      to: "e",
      procedural: true,
      connector: { kind: "fixed-probability", p: 0.3 },
      weight: { draw: "uniform", low: "-1 mV", high: "2 mV", round: "0.125 mV" },
      delay: drawnDelay,
    },
    {
      from: "e",
      to: "e",
      connector: { kind: "fixed-indegree", n: 4 },
      weight: "0.25 mV",
      delay: "0.7 ms",
    },
    {
      from: "given",
      to: "e",
      procedural: true,
      connector: { kind: "all-to-all" },
      weight: "3 mV",
      delay: "0.4 ms",
    },
    {
      from: "p",
      to: "i",
      procedural: true,
      connector: { kind: "all-to-all" },
      weight: "6 mV",
      delay: "1.5 ms",
    },
    {
      from: "i",
      to: "e",
      procedural: true,
      connector: { kind: "fixed-outdegree", n: 30, multapses: false },
      weight: "-1.25 mV",
      delay: "1 ms",
    },
  ],
  stimuli: [{ kind: "noise", into: "e", mean: "1.5 nA", sd: "0.5 nA" }],
};

describe("stored and redrawn projections", () => {
  it.each(["f64", "f32"] as const)("work side by side in %s", async (precision) => {
    const stored = await simulateStored(mixed, pieces, { precision, target: "js" });
    const expected = { ...(await told(stored)), synapses: 0 };
    expect(await stored.spikeCount("i")).toBeGreaterThan(10);
    const ways = [{ shards: 1 }, { shards: 3 }, { workers: 2, shards: 5 }];
    const more = [{ shards: 8 }, { workers: 2, shards: 2 }];
    for (const options of long ? [...ways, ...more] : ways) {
      const { simulation } = await simulate(mixed, pieces, { precision, ...options });
      const seen = { ...(await told(simulation)), synapses: 0 };
      expect(seen, JSON.stringify(options)).toEqual(expected);
      await simulation.close();
    }
  });
});

const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});

describe("redrawn rows", () => {
  /** All 400 sources send one spike; the input equals the number of synapses of each target. */
  const once: Network = {
    populations: {
      s: { model: source, size: 400, times: Array.from({ length: 400 }, () => ["1 ms"]) },
      e: { model: counter, size: 3000 },
    },
    projections: [
      {
        from: "s",
        to: "e",
        procedural: true,
        connector: { kind: "fixed-probability", p: 0.1 },
        weight: 1,
        delay: "1 ms",
      },
    ],
  };

  it("connect each pair with the given probability, once", async () => {
    const { simulation } = await simulate(once, [40], { shards: 3 });
    const degrees = await simulation.state("e", "n");
    const mean = degrees.reduce((sum, n) => sum + n, 0) / 3000;
    const variance = degrees.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 2999;
    // Binomial: mean 40 and variance 36. The mean of 3000 has a standard error of 6 / sqrt(3000), the
    // variance one of 36 * sqrt(2 / 3000), as the distribution is nearly normal; both within 4.
    expect(Math.abs(mean - 40)).toBeLessThan(4 * 0.1096);
    expect(Math.abs(variance - 36)).toBeLessThan(4 * 0.93);
  });

  it("are the same at each spike of a source", async () => {
    const { simulation: first } = await simulate(once, [40]);
    const again = Array.from({ length: 400 }, (_, k) => (k % 2 ? ["1 ms", "6 ms"] : ["1 ms"]));
    const halves = { ...once.populations, s: { model: source, size: 400, times: again } };
    const { simulation: second } = await simulate({ ...once, populations: halves }, [80]);
    const odd = Array.from({ length: 400 }, (_, k) => (k % 2 ? ["1 ms"] : []));
    const alone = { ...once.populations, s: { model: source, size: 400, times: odd } };
    const { simulation: third } = await simulate({ ...once, populations: alone }, [40]);
    const more = await third.state("e", "n");
    expect([...(await second.state("e", "n"))]).toEqual(
      [...(await first.state("e", "n"))].map((n, k) => n + (more[k] ?? 0)),
    );
  });

  it("count their events once, in the profile of any number of shards", async () => {
    for (const options of [{ shards: 1 }, { shards: 3 }]) {
      const { simulation } = await simulate(once, [40], { ...options, profile: true });
      const arrived = (await simulation.state("e", "n")).reduce((sum, n) => sum + n, 0);
      const entries = (await simulation.profile?.()) ?? [];
      const delivery = entries.find(
        ({ phase, population }) => phase === "delivery" && population === "s",
      );
      expect(delivery?.count).toBe(arrived);
    }
  });

  it("need no memory: ninety million synapses in a few megabytes", async () => {
    const size = 30_000;
    const network: Network = {
      populations: {
        s: { model: source, size: 5, times: Array.from({ length: 5 }, () => ["1 ms", "5 ms"]) },
        e: { model: leaky, size },
      },
      projections: [
        {
          from: "e",
          to: "e",
          procedural: true,
          connector: { kind: "fixed-probability", p: 0.1 },
          weight: { draw: "normal", mean: "0.1 mV", sd: "0.01 mV" },
          delay: { draw: "uniform", low: "1 ms", high: "2 ms" },
        },
        {
          from: "s",
          to: "e",
          delay: "1 ms",
          connector: { kind: "fixed-outdegree", n: 10 },
          weight: "20 mV",
        },
      ],
    };
    const { simulation } = await simulate(network, [100], { workers: 1, shards: 1 });
    const { synapses, bytes, notes } = simulation.summary;
    expect(synapses).toBe(0.1 * size ** 2 + 50);
    expect(notes.join("\n")).toContain(
      "synapses from e to e: about 90000000, delays of 10 to 20 steps, redrawn at each spike",
    );
    // 32 steps of sums for each neuron take 7.7 MB, 16 steps of spikes 2 MB, state the rest.
    expect(bytes).toBeLessThan(14e6);
    const file = { format: "spikeloom-network", version: 1, ...network } as const;
    const plan = planOf(programOf(file, { stack, outline: true }), {
      stack,
      precision: "f64",
      outline: true,
    });
    const estimate = keptMemory(plan, { workers: 1, shards: 1 }).shardBytes;
    expect(Math.abs(estimate - bytes) / bytes).toBeLessThan(0.1);
    expect(await simulation.spikeCount("e")).toBeGreaterThan(90);
  });
});
