import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import {
  type ChipRecord,
  chips,
  greedyPartition,
  hypergraphPartition,
  loihi1,
  loihi2,
  lowerBound,
  mapNetwork,
  type NetworkGraph,
  type Partition,
  partitionFrom,
  sequentialPartition,
  spiNNaker1,
  spiNNaker2,
  trueNorth,
} from "../src/index.ts";
import { layers, population, projection, randomGraph, randomRows } from "./graphs.ts";
import { mixedNetwork } from "./measured-networks.ts";

/** Packets per ms between cores, counted neuron by neuron from the parts alone. */
function packetsOf(graph: NetworkGraph, { parts }: Partition): number {
  const coreOf = graph.populations.map(({ size }) => new Int32Array(size).fill(-1));
  for (const { population: p, from, until, core } of parts) coreOf[p]?.fill(core, from, until);
  let packets = 0;
  for (const [p, { size, rate }] of graph.populations.entries()) {
    for (let i = 0; i < size; i++) {
      const own = coreOf[p]?.[i] ?? -1;
      const reached = new Set<number>();
      for (const { from, to, pattern } of graph.projections) {
        if (from !== p) continue;
        const targets = coreOf[to] ?? new Int32Array(0);
        if (pattern.kind === "all") for (const core of targets) reached.add(core);
        else if (pattern.kind === "one") reached.add(targets[i] ?? -1);
        else if (pattern.kind === "rows") {
          for (let j = 0; j < targets.length; j++) {
            const row = pattern.sources.subarray(pattern.offsets[j], pattern.offsets[j + 1]);
            if (row.includes(i)) reached.add(targets[j] ?? -1);
          }
        }
      }
      reached.delete(own);
      packets += rate * reached.size;
    }
  }
  return packets;
}

const dense = (count: number, size: number): NetworkGraph =>
  layers(Array.from({ length: count + 1 }, () => size));

/** Least bits of a weight: 62 weights of 8 bits with a header of 10 bits fill 8 words of 64 bits. */
const leastBits = 512 / 62;

describe("cores of dense networks", () => {
  // The bound is computed here: synapses times the least bits of a weight, over the memory of a core.
  it.each([
    [20, 1000],
    [20, 700],
    [40, 512],
    [30, 384],
    [30, 256],
  ])("are within 5 % of the bound for %d layers of %d neurons on Loihi", (count, size) => {
    for (const chip of [loihi1, loihi2]) {
      const memory = chip.limits.find(({ resource }) => resource === "synapse-bits")?.value ?? 0;
      const bound = Math.ceil((count * size * size * leastBits) / memory);
      expect(lowerBound(dense(count, size), chip).cores).toBe(bound);
      for (const divide of [greedyPartition, hypergraphPartition]) {
        const { cores } = divide(dense(count, size), chip);
        expect(cores).toBeGreaterThanOrEqual(bound);
        expect(cores).toBeLessThanOrEqual(Math.ceil(1.05 * bound));
      }
    }
  });

  // Each population on its own cores: the number of neurons over 256, rounded up.
  it.each([spiNNaker1])("are the bound on $name", (chip) => {
    const graph = layers([784, 1000, 300, 2000, 10], 0);
    const bound = [784, 1000, 300, 2000, 10].reduce((sum, n) => sum + Math.ceil(n / 256), 0);
    for (const divide of [sequentialPartition, greedyPartition, hypergraphPartition]) {
      expect(divide(graph, chip).cores).toBe(bound);
    }
  });

  // Two layers of 128 share a crossbar of 256 axons and 256 neurons.
  it("are the bound for layers of 128 on TrueNorth", () => {
    const trueNorth = chips.find(({ name }) => name === "truenorth") as ChipRecord;
    const graph = layers(Array.from({ length: 41 }, () => 128));
    expect(sequentialPartition(graph, trueNorth).cores).toBe(40);
    expect(greedyPartition(graph, trueNorth).cores).toBe(20);
    expect(hypergraphPartition(graph, trueNorth).cores).toBe(20);
  });
});

describe("cores of networks limited by axons", () => {
  /** Loihi with 200 axons into and out of each core. */
  const small: ChipRecord = {
    ...loihi1,
    limits: loihi1.limits.map((one) =>
      one.resource === "in-axons" || one.resource === "out-axons" ? { ...one, value: 200 } : one,
    ),
  };
  // 13 neurons with 400 sources of probability 0.05 have 400 (1 - 0.95^13) = 194.7 distinct ones; 14 have 204.9.
  const perCore = 13;

  it("are the bound for a projection by probability", () => {
    const graph: NetworkGraph = {
      populations: [population("a", 400)],
      projections: [projection(0, 0, { kind: "random", chance: 0.05 })],
    };
    const bound = Math.ceil(400 / perCore);
    expect(lowerBound(graph, small).cores).toBe(bound);
    expect(hypergraphPartition(graph, small).cores).toBe(bound);
  });

  it("are few more than that for drawn synapses, which no partition can share", () => {
    const draws = stream(streamKey(9, "test/axons"), 0);
    const rows = randomRows(draws, { sources: 400, targets: 400, chance: 0.05 });
    const graph: NetworkGraph = {
      populations: [population("a", 400)],
      projections: [projection(0, 0, rows)],
    };
    const found = hypergraphPartition(graph, small);
    expect(found.use.find(({ resource }) => resource === "out-axons")?.most).toBeLessThanOrEqual(1);
    // Sources of drawn neurons vary by a few percent; dividing each core with too many axons in two would take 62.
    expect(found.cores).toBeLessThanOrEqual(1.15 * Math.ceil(400 / perCore));
  });

  it.each([1, 2, 3, 4])("are at least the bound for layers of mixed sizes (network %d)", (seed) => {
    const { cores, bound } = hypergraphPartition(mixedNetwork(seed), loihi1, { prefer: "cores" });
    expect(cores).toBeGreaterThanOrEqual(bound.cores);
    expect(cores).toBeLessThanOrEqual(1.12 * bound.cores);
  });
});

// One crossbar of TrueNorth cannot hold these projections, and no neuron reaches two.
describe.each(chips.filter(({ name }) => name !== "truenorth"))("partitions on $name", (chip) => {
  const draws = stream(streamKey(1, "test/partition"), 0);
  const options = { sources: 200, targets: 200, chance: 0.05 };
  const graph: NetworkGraph = {
    populations: [population("a", 200), population("b", 200), population("c", 200)],
    projections: [
      projection(0, 1, randomRows(draws, options)),
      projection(1, 1, randomRows(draws, options)),
      projection(1, 2, { kind: "one" }),
    ],
  };

  it("hold every neuron once, and are accepted if they are given back", () => {
    for (const divide of [sequentialPartition, greedyPartition, hypergraphPartition]) {
      const found = divide(graph, chip);
      expect(partitionFrom(graph, chip, found.parts)).toEqual(found);
      expect(found.cores).toBeGreaterThanOrEqual(found.bound.cores);
      expect(found.use.reduce((sum, { binds }) => sum + binds, 0)).toBe(found.cores);
      for (const { most, mean } of found.use) {
        expect(most).toBeLessThanOrEqual(1);
        expect(mean).toBeLessThanOrEqual(most);
      }
    }
  });

  it("are the same for the same seed", () => {
    const once = hypergraphPartition(graph, chip, { seed: 3 });
    expect(hypergraphPartition(graph, chip, { seed: 3 })).toEqual(once);
  });
});

describe("packets of partitions", () => {
  /** Groups of neurons that are connected within, interleaved so that slices cut all of them. */
  function interleaved(groups: number, size: number): NetworkGraph {
    const neurons = groups * size;
    const offsets = new Float64Array(neurons + 1);
    const sources: number[] = [];
    for (let j = 0; j < neurons; j++) {
      for (let i = j % groups; i < neurons; i += groups) sources.push(i);
      offsets[j + 1] = sources.length;
    }
    const rows = { kind: "rows" as const, offsets, sources: Uint32Array.from(sources) };
    return { populations: [population("a", neurons)], projections: [projection(0, 0, rows)] };
  }

  /** A chip with small cores, so that the network takes several and its slices are single neurons. */
  const small: ChipRecord = {
    ...spiNNaker2,
    limits: spiNNaker2.limits.map((one) =>
      one.resource === "neurons" ? { ...one, value: 16 } : one,
    ),
  };

  it("vanish where groups of neurons fit on a core each", () => {
    const graph = interleaved(8, 16);
    const sequential = sequentialPartition(graph, small);
    expect(sequential.cores).toBe(8);
    // Each neuron has 16 targets, two on each core.
    expect(packetsOf(graph, sequential)).toBeCloseTo(128 * 0.01 * 7, 12);
    const found = hypergraphPartition(graph, small);
    expect(found.cores).toBe(8);
    expect(packetsOf(graph, found)).toBe(0);
  });

  it.each([1, 2, 3])("are at most those of simpler partitions (network %d)", (seed) => {
    const graph = randomGraph(seed, { populations: 40, size: 100, targets: 2 });
    const [first, second, third] = [sequentialPartition, greedyPartition, hypergraphPartition].map(
      (divide) =>
        divide(graph, loihi1, divide === sequentialPartition ? {} : { prefer: "packets" }),
    );
    if (first === undefined || second === undefined || third === undefined)
      throw new Error("None.");
    const tolerance = 1 + 1e-9;
    expect(packetsOf(graph, second)).toBeLessThanOrEqual(packetsOf(graph, first) * tolerance);
    expect(packetsOf(graph, third)).toBeLessThanOrEqual(packetsOf(graph, second) * tolerance);
  });

  it("hold neurons with more sources than the first of their population", () => {
    // The first 8 neurons have one source, the others 4 of their own: a core of 16 axons holds 4 of the latter.
    const sources = Array.from({ length: 24 }, (_, j) =>
      j < 8 ? [0] : [0, 1, 2, 3].map((k) => 4 * j + k),
    );
    const offsets = Float64Array.from({ length: 25 }, (_, j) => sources.slice(0, j).flat().length);
    const graph: NetworkGraph = {
      populations: [population("outside", 100, true), population("A", 24)],
      projections: [
        projection(0, 1, { kind: "rows", offsets, sources: Uint32Array.from(sources.flat()) }),
      ],
    };
    const chip = {
      ...trueNorth,
      limits: trueNorth.limits
        .filter(({ resource }) => resource !== "fan-out")
        .map((limit) => (limit.resource === "in-axons" ? { ...limit, value: 16 } : limit)),
    };
    for (const divide of [hypergraphPartition, greedyPartition]) {
      const { cores, parts } = divide(graph, chip);
      expect(cores).toBe(5);
      const placed = parts.filter(({ core }) => core >= 0);
      expect(partitionFrom(graph, chip, placed).cores).toBe(5);
    }
  });

  it("refuse to prefer what does not exist", () => {
    const divide = (): Partition => greedyPartition(dense(2, 10), loihi1, { prefer: "x" as never });
    expect(divide).toThrow("SL_MAPPING_OPTION");
    const map = (): unknown => mapNetwork(dense(2, 10), loihi1, { partition: "best" as never });
    expect(map).toThrow("SL_MAPPING_OPTION");
  });
});
