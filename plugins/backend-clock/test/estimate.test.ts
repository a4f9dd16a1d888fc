import type { JobEstimate, NetworkRecord, ProjectionRecord, SynapseTier } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { checkRun, type EstimateNetworkOptions, estimateNetwork } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { clock } from "../src/index.ts";
import { planOf } from "../src/job-plan.ts";
import { type KeptMemory, keptMemory } from "../src/memory/kept-memory.ts";
import { networks } from "./checkpoint-networks.ts";
import { leaky, type Network, stack } from "./simulate.ts";

const backend = clock();

type ConnectorChoice = ProjectionRecord["connector"];

/** A population that projects to itself. */
function within(size: number, connector: ConnectorChoice): NetworkRecord {
  const A = { model: leaky, size };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A },
    projections: [{ from: "A", to: "A", connector, weight: "1 mV" }],
  };
}

/** A thousand synapses from each of a million neurons, with the given weights and delays. */
function billion(changes: Partial<ProjectionRecord> = {}): NetworkRecord {
  const weight = { draw: "normal", mean: "1 mV", sd: "0.1 mV" } as const;
  const connector = { kind: "fixed-outdegree", n: 1000 };
  const projection = { from: "A", to: "A", connector, weight, delay: "1.5 ms", ...changes };
  return { ...within(1e6, connector), projections: [projection] };
}

type Options = Partial<Omit<EstimateNetworkOptions, "stack" | "backend">> & {
  readonly precision?: "f64" | "f32";
  readonly tier?: SynapseTier;
};

function estimateOf(
  network: NetworkRecord,
  { precision, tier, ...options }: Options = {},
): JobEstimate {
  const given = { ...network, ...(precision && { precision }), ...(tier && { tier }) };
  return estimateNetwork(given, { stack, backend, ...options });
}

it("needs no memory in proportion to the estimated network", () => {
  const before = process.memoryUsage().arrayBuffers;
  estimateOf(billion(), { ways: true });
  // A byte per neuron would be one million.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(500_000);
});

describe("bytes of a synapse", () => {
  const bytes = (network: NetworkRecord, options: Options = {}): number => {
    const [projection] = estimateOf(network, options).projections;
    return (projection?.bytes ?? 0) / (projection?.synapses ?? 1);
  };

  it.each([
    // A million targets exceed two bytes, in the exact tier; otherwise they are divided into blocks.
    [{ tier: "exact", precision: "f64" }, 4 + 8],
    [{ tier: "exact", precision: "f32" }, 4 + 4],
    [{ tier: "compact" }, 2 + 4],
    [{ tier: "packed" }, 4],
    // 62 500 targets per shard.
    [{ tier: "exact", shards: 16 }, 2 + 8],
  ] as const)("are those of the tier: %j", (options, expected) => {
    expect(bytes(billion(), options)).toBeCloseTo(expected, 6);
  });

  it("exclude a weight that is shared by all", () => {
    expect(bytes(billion({ weight: "1 mV" }))).toBe(4);
    expect(bytes(billion({ weight: "1 mV" }), { tier: "packed" })).toBe(2);
  });

  it("are none if rows are drawn at each spike", () => {
    const estimate = estimateOf(billion({ procedural: true }));
    expect(estimate.synapses).toBe(1e9);
    expect(estimate.projections).toMatchObject([{ bytes: 0 }]);
    // State, sums of sixteen steps (128 MB), sixteen steps of spikes in transit, and the process.
    expect(estimate.bytes).toBeGreaterThan(128e6);
    expect(estimate.bytes).toBeLessThan(320e6);
  });

  it("include a delay if segments are short, which all shards together decide", () => {
    const delay = { draw: "uniform", low: "0.1 ms", high: "20 ms" } as const;
    const sized = (n: number, size: number): NetworkRecord => {
      const network = billion({ connector: { kind: "fixed-outdegree", n }, delay });
      const populations = Object.entries(network.populations).map(
        ([name, population]) => [name, { ...population, size }] as const,
      );
      return { ...network, populations: Object.fromEntries(populations) };
    };
    const few = sized(1000, 2000);
    const [ring] = estimateOf(few).projections;
    // A thousand synapses over two hundred delays are five per segment.
    expect(ring?.reason).toMatch(
      /^ring of sums: about (19\d|200) delays, only about 5(\.\d)? synapses/,
    );
    const many = sized(2000, 2000);
    // 256 steps of 3000 sums exceed a cache.
    const wide = sized(1000, 3000);
    for (const shards of [1, 4, 64]) {
      const kindsOf = (network: NetworkRecord): readonly string[] =>
        estimateOf(network, { shards }).projections.map(({ reason }) => reason.replace(/ .*/, ""));
      const kinds = [kindsOf(few), kindsOf(many), kindsOf(wide)];
      expect(kinds).toEqual([["ring"], ["segments"], ["segments"]]);
    }
  });
});

describe("shards", () => {
  it("are as many as needed for each to have at most 3.5 GiB", () => {
    const network = billion();
    const plan = planOf(programOf(network, { stack, outline: true }), {
      stack,
      precision: "f64",
      outline: true,
    });
    const memoryOf = (how: Partial<Parameters<typeof keptMemory>[1]>): KeptMemory =>
      keptMemory(plan, { workers: 1, ...how });
    const { shards, shardBytes } = memoryOf({});
    // Twelve gigabytes of synapses, state and spikes, and half a gigabyte to spare in each of four shards.
    expect(shards).toBe(4);
    expect(shardBytes).toBeLessThanOrEqual(3.5 * 2 ** 30);
    expect(memoryOf({ shards: 2 }).shardBytes).toBeGreaterThan(2 ** 32);
    expect(memoryOf({ workers: 3 }).shards).toBe(6);
    expect(memoryOf({ workers: 8 }).shards).toBe(8);
    expect(estimateOf(network, { workers: 1 }).notes).toEqual([
      ["shards", expect.stringMatching(/^4, about [23]\.\d\d GiB each$/) as string],
      ["workers", "1, as requested"],
    ]);
  });

  it("are refused if there are too few, with a sufficient number", () => {
    const check = (network: NetworkRecord, shards?: number, memory?: number): readonly string[] =>
      checkRun(network, { stack, backend, memory, shards }).map(({ message }) => message);
    const few = expect.stringMatching(
      /SL_SHARD_MEMORY at shards.* into at least 4 shards/,
    ) as string;
    // With a memory limit and without.
    expect(check(billion(), 2)).toEqual([few]);
    expect(check(billion(), 2, 2 ** 62)).toEqual([few]);
    expect(check(billion(), 3)).toEqual([]);
    // Each shard stores four gigabytes of a billion neurons' spikes for each step in transit.
    const huge = within(1e9, { kind: "fixed-outdegree", n: 1 });
    const none = expect.stringMatching(/SL_SHARD_MEMORY.* No number of shards/) as string;
    expect(check(huge)).toEqual([none]);
    expect(estimateOf(huge).faults.map(({ code }) => code)).toEqual(["SL_SHARD_MEMORY"]);
  });

  it("are listed with all other impossible requests", () => {
    const asked = { stack, backend, shards: 2, workers: 3 };
    const codes = (more: object): readonly string[] =>
      checkRun(billion(), { ...asked, ...more }).map(({ code }) => code);
    expect(codes({})).toEqual(["SL_SHARING", "SL_SHARD_MEMORY"]);
    const faulty = { ...billion(), recordSynapses: [{ projection: "A->A" }] };
    const found = checkRun(faulty, { ...asked, memory: 2 ** 62 }).map(({ code }) => code);
    expect(found).toEqual(["SL_SYNAPSE_RULE", "SL_SHARING"]);
  });

  it("are no additional error if nothing fits", () => {
    const codes = checkRun(billion(), { stack, backend, memory: 2 ** 30, shards: 2 });
    expect(codes.map(({ code }) => code)).toEqual(["SL_MEMORY"]);
  });

  it.each([
    [{ workers: 0 }, 'SL_OPTION backend "clock"'],
    [{ workers: 1.5 }, 'SL_OPTION backend "clock"'],
    [{ workers: Number.NaN }, 'SL_OPTION backend "clock"'],
    [{ shards: -1 }, 'SL_OPTION backend "clock"'],
    [{ shards: 5000 }, 'SL_OPTION backend "clock"'],
    [{ workers: 4097, shards: 4096 }, 'SL_OPTION backend "clock"'],
    [{ workers: 4, shards: 3 }, "SL_SHARING shards"],
  ])("are refused if they are not a count or fewer than workers: %j", (options, expected) => {
    const found = checkRun(billion(), { stack, backend, memory: 2 ** 40, ...options });
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual([expected]);
  });
});

describe("rules", () => {
  it("need a list of synapses by target if spikes act at once", () => {
    const head = { format: "spikeloom-network", version: 1 } as const;
    const plastic = { ...head, ...(networks["a rule that waits"] as Network) };
    const bytes = (evaluation?: "lazy" | "eager"): number =>
      estimateOf(plastic, { backendOptions: { plasticity: evaluation } }).parts.find(
        ({ name }) => name === "plasticity",
      )?.bytes ?? 0;
    expect(bytes("lazy")).toBe(bytes());
    expect(bytes("eager")).not.toBe(bytes("lazy"));
  });
});

it("counts the write buffer of data that goes to a file, and all data in memory", () => {
  const record = [{ population: "A", variables: ["spikes"] }];
  const recorded = (duration: string, holdsRecords: boolean): number => {
    const network = { ...within(1e6, { kind: "one-to-one" }), duration, record };
    const { parts } = estimateOf(network, { holdsRecords });
    return parts.find(({ name }) => name === "recorded")?.bytes ?? 0;
  };
  // Ten spikes per second and neuron, 32 bytes each, and a hundred of those that go to a file.
  expect(recorded("10 ms", false)).toBeCloseTo(32e6, -3);
  expect(recorded("100 ms", true)).toBeCloseTo(32e6, -3);
  expect(recorded("10 s", true)).toBeCloseTo(3.2e9, -5);
  expect(recorded("10 s", false)).toBe(105e6);
});

describe("a memory limit", () => {
  const network = within(1e9, { kind: "fixed-probability", p: 0.1 });
  const refusal = (given: NetworkRecord, memory: number, more: object = {}): string => {
    const [error] = checkRun(given, { stack, backend, memory, ...more });
    return error?.message ?? "";
  };

  it("states the memory of synapses, and of other parts of at least a hundredth", () => {
    // Four bytes per synapse: 4e17 / 2^50 is 355.
    const text = refusal(network, 2 ** 34);
    expect(text).toContain('SL_MEMORY at projection "A->A" above all');
    expect(text).toContain("got about 355 PiB: 355 PiB for 1.00e17 synapses.");
    const alone: NetworkRecord = { ...network, projections: [], duration: "1 ms" };
    const record = [{ population: "A", variables: ["v"], every: "0.5 ms" }];
    expect(refusal({ ...alone, record }, 2 ** 30, { holdsRecords: true })).toMatch(
      /GiB for 1\.00e9 neurons, .*\d+\.\d GiB for recorded data held in memory/,
    );
  });

  it("suggests the ways of storing synapses that fit, with their memory", () => {
    const advice = refusal(billion(), 1e10);
    // Six and four gigabytes of synapses.
    expect(advice).toMatch(/"tier": "compact" would take [5-9]\.\d+ GiB/);
    expect(advice).toMatch(/"tier": "packed" would take [3-6]\.\d+ GiB/);
    expect(advice).toMatch(/"procedural": true, which stores none, would take 2\d\d MiB/);
    expect(refusal(billion(), 1e9)).toMatch(/"procedural": true/);
    expect(refusal(billion(), 1e9)).not.toContain("tier");
    const byTarget = billion({ connector: { kind: "fixed-indegree", n: 1000, multapses: false } });
    expect(refusal(byTarget, 1e9)).not.toContain("procedural");
  });

  it("names the populations if these are the larger part", () => {
    const sparse = within(1e9, { kind: "fixed-total", n: 10 });
    expect(refusal(sparse, 2 ** 30)).toContain("SL_MEMORY at populations");
  });

  it("is part of the check of a valid network", () => {
    const sparse = within(1e6, { kind: "fixed-probability", p: 1e-4 });
    expect(refusal(sparse, 2 ** 34)).toBe("");
    expect(refusal({ ...network, dt: "0 ms" }, 1)).toContain("SL_TIME");
  });
});
