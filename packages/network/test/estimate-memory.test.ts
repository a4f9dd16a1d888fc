import type {
  NetworkRecord,
  PositionRecord,
  ProjectionRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";

import { checkMemory, checkNetwork, estimateMemory, memoryWays } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { stack } from "./models.ts";

type ConnectorChoice = ProjectionRecord["connector"];

/** A population that projects to itself. */
function within(
  size: number,
  connector: ConnectorChoice,
  positions?: PositionRecord,
): NetworkRecord {
  const A = { model: "lif-delta", size, ...(positions && { positions }) };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A },
    projections: [{ from: "A", to: "A", connector, weight: "1 mV" }],
  };
}

function synapses(network: NetworkRecord): number {
  return estimateMemory(network, stack).synapses;
}

describe("estimateMemory", () => {
  const n = 1e9;

  it.each<[ConnectorChoice, number]>([
    [{ kind: "all-to-all" }, n * n],
    [{ kind: "all-to-all", autapses: false }, n * (n - 1)],
    [{ kind: "one-to-one" }, n],
    [{ kind: "fixed-probability", p: 0.1 }, 0.1 * n * n],
    [{ kind: "fixed-indegree", n: 1000, multapses: false }, 1000 * n],
    [{ kind: "fixed-outdegree", n: 1000, autapses: false }, 1000 * n],
    [{ kind: "fixed-total", n: 1e12, multapses: false, autapses: false }, 1e12],
    [{ kind: "small-world", degree: 10, rewiring: 0.1 }, 10 * n],
    // One pair in two has i < j.
    [{ kind: "index-probability", p: "where(i < j, 0.2, 0)" }, 0.1 * n * n],
  ])("counts the synapses of a billion neurons without planning them: %j", (connector, count) => {
    const started = performance.now();
    // An even sample of a thousand pairs is good to a percent.
    expect(synapses(within(n, connector)) / count).toBeCloseTo(1, 2);
    // Half a second for what would take minutes or gigabytes.
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each<[string, (size: number) => PositionRecord]>([
    ["random", () => ({ layout: "random", low: [0, 0], high: [100, 100] })],
    [
      "grid",
      (size) => {
        const side = Math.round(Math.sqrt(size));
        return { layout: "grid", shape: [side, side], spacing: [`${100 / side} um`, 100 / side] };
      },
    ],
  ])("lets few neurons stand for many in the same space: %s", (_, positions) => {
    const connector = { kind: "distance-probability", p: "exp(-d / (30*um))" };
    const [few, many] = [10_000, 4_000_000];
    const ratio =
      synapses(within(many, connector, positions(many))) /
      synapses(within(few, connector, positions(few)));
    // Both are means over a thousand pairs, a few percent off.
    expect(ratio / (many / few) ** 2).toBeGreaterThan(0.9);
    expect(ratio / (many / few) ** 2).toBeLessThan(1.1);
  });
});

/** A thousand synapses from each of a million neurons, with weights and delays as given. */
function billion(changes: Partial<ProjectionRecord> = {}): NetworkRecord {
  const weight = { draw: "normal", mean: "1 mV", sd: "0.1 mV" } as const;
  const connector = { kind: "fixed-outdegree", n: 1000 };
  const projection = { from: "A", to: "A", connector, weight, delay: "1.5 ms", ...changes };
  return { ...within(1e6, connector), projections: [projection] };
}

it("takes no memory in proportion to what is estimated", () => {
  const before = process.memoryUsage().arrayBuffers;
  memoryWays(billion(), { stack });
  // A byte for each neuron would be one million.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(500_000);
});

describe("bytes of a synapse", () => {
  const bytes = (
    network: NetworkRecord,
    options: Parameters<typeof estimateMemory>[2] = {},
  ): number => {
    const [projection] = estimateMemory(network, stack, options).projections;
    return (projection?.bytes ?? 0) / (projection?.synapses ?? 1);
  };

  it.each([
    // A million targets are past what two bytes count, in the exact tier; else they are cut into blocks.
    [{ tier: "exact", precision: "f64" }, 4 + 8],
    [{ tier: "exact", precision: "f32" }, 4 + 4],
    [{ tier: "compact" }, 2 + 4],
    [{ tier: "packed" }, 4],
    // 62 500 targets a shard.
    [{ tier: "exact", shards: 16 }, 2 + 8],
  ] as const)("are what the tier says: %j", (options, expected) => {
    expect(bytes(billion(), options)).toBeCloseTo(expected, 6);
  });

  it("leave out a weight that is the same for all", () => {
    expect(bytes(billion({ weight: "1 mV" }))).toBe(4);
    expect(bytes(billion({ weight: "1 mV" }), { tier: "packed" })).toBe(2);
  });

  it("are none where rows are drawn at each spike", () => {
    const estimate = estimateMemory(billion({ procedural: true }), stack);
    expect(estimate.synapses).toBe(1e9);
    expect(estimate.bytes).toBe(estimate.besides);
    // State, sums of sixteen steps (128 MB), sixteen steps of spikes under way, and the process.
    expect(estimate.bytes).toBeGreaterThan(128e6);
    expect(estimate.bytes).toBeLessThan(320e6);
  });

  it("grow by a delay where segments are short, which all shards together decide", () => {
    const delay = { draw: "uniform", low: "0.1 ms", high: "20 ms" } as const;
    const sized = (n: number, size: number): NetworkRecord => {
      const network = billion({ connector: { kind: "fixed-outdegree", n }, delay });
      const populations = Object.entries(network.populations).map(
        ([name, population]) => [name, { ...population, size }] as const,
      );
      return { ...network, populations: Object.fromEntries(populations) };
    };
    const few = sized(1000, 2000);
    const [ring] = estimateMemory(few, stack).projections;
    // A thousand synapses over two hundred delays are five a segment.
    expect(ring).toMatchObject({ delivery: "ring" });
    expect(ring?.delays).toBeGreaterThan(190);
    expect(ring?.segment).toBeCloseTo(5, 0);
    const many = sized(2000, 2000);
    // 256 steps of 3000 sums are more than a cache holds.
    const wide = sized(1000, 3000);
    for (const shards of [1, 4, 64]) {
      const kindsOf = (network: NetworkRecord): readonly string[] =>
        estimateMemory(network, stack, { shards }).projections.map(({ delivery }) => delivery);
      const kinds = [kindsOf(few), kindsOf(many), kindsOf(wide)];
      expect(kinds).toEqual([["ring"], ["segments"], ["segments"]]);
    }
  });
});

describe("shards", () => {
  it("are as many as it takes for each to have at most 4 GiB", () => {
    const { shards, shardBytes } = estimateMemory(billion(), stack);
    // Twelve gigabytes of synapses, state and spikes: three shards.
    expect(shards).toBe(3);
    expect(shardBytes).toBeLessThanOrEqual(2 ** 32);
    expect(estimateMemory(billion(), stack, { shards: 2 }).shardBytes).toBeGreaterThan(2 ** 32);
    expect(estimateMemory(billion(), stack, { workers: 8 }).shards).toBe(8);
  });

  it("are refused where they are too few, with a number that does", () => {
    const check = (network: NetworkRecord, shards?: number): unknown =>
      checkMemory(network, { stack, bound: 2 ** 62, shards });
    expect(() => check(billion(), 2)).toThrow(/SL_SHARD_MEMORY at shards.* into 3 shards/);
    expect(check(billion(), 3)).toMatchObject({ shards: 3 });
    // Each shard keeps four gigabytes of a billion neurons' spikes for each step under way.
    const huge = within(1e9, { kind: "fixed-outdegree", n: 1 });
    expect(() => check(huge)).toThrow(/SL_SHARD_MEMORY.* No number of shards/);
  });

  it.each([
    [{ workers: 0 }, "SL_SHARING workers"],
    [{ workers: 1.5 }, "SL_SHARING workers"],
    [{ workers: Number.NaN }, "SL_SHARING workers"],
    [{ shards: -1 }, "SL_SHARING shards"],
    [{ shards: 5000 }, "SL_SHARING shards"],
    [{ workers: 4097, shards: 4096 }, "SL_SHARING workers"],
    [{ workers: 4, shards: 3 }, "SL_SHARING shards"],
  ])("are refused where they are no count or fewer than workers: %j", (options, expected) => {
    const found = checkNetwork(billion(), { stack, memory: 2 ** 40, ...options });
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual([expected]);
  });
});

describe("checkMemory", () => {
  const network = within(1e9, { kind: "fixed-probability", p: 0.1 });

  it("names what synapses take of it, and other parts where these are a hundredth or more", () => {
    // Four bytes a synapse: 4e17 / 2^50 is 355.
    const refuse = (): unknown => checkMemory(network, { stack, bound: 2 ** 34 });
    expect(refuse).toThrow('SL_MEMORY at projection "A->A" above all');
    expect(refuse).toThrow("got about 355 PiB: 355 PiB for 1.00e17 synapses.");
    const alone: NetworkRecord = { ...network, projections: [] };
    const record = [{ population: "A", variables: ["v"], every: "0.5 ms" }];
    const held = { bound: 2 ** 30, holdsRecords: true };
    const recorded = (): unknown =>
      checkMemory({ ...alone, duration: "1 ms", record }, { stack, ...held });
    expect(recorded).toThrow(
      /GiB for 1\.00e9 neurons, .*\d+\.\d GiB for what is recorded and held/,
    );
  });

  it("says what each way of keeping the synapses would take, where that is less", () => {
    const adviceFor = (network: NetworkRecord, more: object = {}): string => {
      try {
        checkMemory(network, { stack, bound: 1e9, ...more });
        return "";
      } catch (error) {
        return (error as SpikeLoomError).next ?? "";
      }
    };
    const advice = adviceFor(billion());
    // Six and four gigabytes of synapses.
    expect(advice).toMatch(/"tier": "compact" would take [5-9]\.\d+ GiB/);
    expect(advice).toMatch(/"tier": "packed" would take [3-6]\.\d+ GiB/);
    expect(advice).toMatch(/"procedural": true, which keeps none, would take 2\d\d MiB/);
    expect(adviceFor(billion(), { canDrawAnew: false })).not.toContain("procedural");
    expect(adviceFor({ ...billion(), tier: "packed" })).not.toContain("tier");
    const byTarget = billion({ connector: { kind: "fixed-indegree", n: 1000 } });
    expect(adviceFor(byTarget)).not.toContain("procedural");
  });

  it("blames the populations where these are the larger share", () => {
    const sparse = within(1e9, { kind: "fixed-total", n: 10 });
    expect(() => checkMemory(sparse, { stack, bound: 2 ** 30 })).toThrow(
      "SL_MEMORY at populations",
    );
  });

  it("is part of a check that is given a bound", () => {
    expect(checkNetwork(network, { stack })).toEqual([]);
    const codes = (bound: number): readonly string[] =>
      checkNetwork(network, { stack, memory: bound }).map(({ code }) => code);
    expect(codes(2 ** 34)).toEqual(["SL_MEMORY"]);
    const sparse = within(1e6, { kind: "fixed-probability", p: 1e-4 });
    expect(checkNetwork(sparse, { stack, memory: 2 ** 34 })).toEqual([]);
    const faulty = { ...network, dt: "0 ms" };
    expect(checkNetwork(faulty, { stack, memory: 1 }).map(({ code }) => code)).toEqual(["SL_TIME"]);
  });
});
