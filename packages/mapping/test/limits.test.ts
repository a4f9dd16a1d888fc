import { SpikeLoomError } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import {
  type ChipRecord,
  chips,
  loihi1,
  loihi2,
  mapNetwork,
  type NetworkGraph,
  type Part,
  partitionFrom,
  sequentialPartition,
  spiNNaker1,
  spiNNaker2,
  trueNorth,
} from "../src/index.ts";
import { layers, population, projection } from "./graphs.ts";

function fault(act: () => unknown): SpikeLoomError {
  try {
    act();
  } catch (error) {
    if (error instanceof SpikeLoomError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

/** Put whole populations on cores. */
function onCores(graph: NetworkGraph, cores: readonly number[]): readonly Part[] {
  return cores.map((core, k) => ({
    population: k,
    from: 0,
    until: graph.populations[k]?.size ?? 0,
    core,
  }));
}

const alone = (...sizes: readonly number[]): NetworkGraph => ({
  populations: sizes.map((size, k) => population(`p${k}`, size)),
  projections: [],
});
const many = alone(...Array.from({ length: 33 }, () => 1));
const delayed = (steps: number): NetworkGraph => ({
  populations: [population("a", 10), population("b", 10)],
  projections: [{ ...projection(0, 1, { kind: "all" }), delay: [1, steps] }],
});
/** One population that projects to neurons on as many cores as there are further populations. */
const wide = (targets: number, size: number): NetworkGraph => ({
  populations: Array.from({ length: targets + 1 }, (_, k) => population(`p${k}`, size)),
  projections: Array.from({ length: targets }, (_, k) => projection(0, k + 1, { kind: "one" })),
});
const each = Array.from({ length: 33 }, () => 0);

interface Case {
  readonly code: string;
  readonly place: string;
  readonly limit: number;
  readonly value: number;
  readonly act: () => unknown;
}

const cases: readonly Case[] = [
  {
    code: "SL_CHIP_NEURONS",
    place: "core 0",
    limit: 1024,
    value: 1025,
    act: () => partitionFrom(alone(1025), loihi1, onCores(alone(1025), [0])),
  },
  {
    code: "SL_CHIP_POPULATIONS",
    place: "core 0",
    limit: 32,
    value: 33,
    act: () => partitionFrom(many, loihi1, onCores(many, each)),
  },
  {
    code: "SL_CHIP_POPULATIONS",
    place: "core 0",
    limit: 1,
    value: 2,
    act: () => partitionFrom(alone(1, 1), spiNNaker1, onCores(alone(1, 1), [0, 0])),
  },
  {
    code: "SL_CHIP_IN_AXONS",
    place: "population layer 1, neuron 0",
    limit: 4096,
    value: 4097,
    act: () => sequentialPartition(layers([4097, 1]), loihi1),
  },
  {
    // 4,096 axons of one synapse take a word of 64 bits each; with 256 neurons, 4 groups of 576 bits.
    code: "SL_CHIP_SYNAPSE_MEMORY",
    place: "core 0",
    limit: 1_048_576,
    value: 4096 * 4 * 576,
    act: () =>
      partitionFrom(layers([4096, 256]), loihi1, [{ population: 1, from: 0, until: 256, core: 0 }]),
  },
  {
    // A neuron with 9 target populations on 9 cores of 500 neurons has 4,500 axons.
    code: "SL_CHIP_OUT_AXONS",
    place: "core 0",
    limit: 4096,
    value: 4500,
    act: () =>
      partitionFrom(wide(9, 500), loihi1, onCores(wide(9, 500), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
  },
  {
    code: "SL_CHIP_FAN_IN",
    place: "population layer 1, neuron 0",
    limit: 256,
    value: 257,
    act: () => sequentialPartition(layers([257, 10]), trueNorth),
  },
  {
    code: "SL_CHIP_FAN_OUT",
    place: "population layer 0, neuron 0",
    limit: 1,
    value: 2,
    act: () => sequentialPartition(layers([256, 257]), trueNorth),
  },
  {
    // Rows of 12 bytes and 4 per synapse: 9,000 sources with 256 targets each.
    code: "SL_CHIP_MEMORY",
    place: "core 1",
    limit: 7_716_862,
    value: 9000 * (12 + 4 * 256),
    act: () => {
      const graph = layers([9000, 256], 0);
      const sources = Array.from({ length: 36 }, (_, k) => ({
        population: 0,
        from: k * 250,
        until: (k + 1) * 250,
        core: k === 0 ? 0 : k + 1,
      }));
      const targets = { population: 1, from: 0, until: 256, core: 1 };
      return partitionFrom(graph, spiNNaker1, [...sources, targets]);
    },
  },
  {
    // 256 neurons, 2 receptors and 64 slots.
    code: "SL_CHIP_RING_BUFFER",
    place: "core 1",
    limit: 16_384,
    value: 32_768,
    act: () => {
      const graph: NetworkGraph = {
        populations: [population("a", 10), population("b", 256)],
        projections: [{ ...projection(0, 1, { kind: "all" }), delay: [1, 64] }],
      };
      return partitionFrom(graph, spiNNaker1, onCores(graph, [0, 1]));
    },
  },
  ...[
    { chip: loihi1, limit: 62 },
    { chip: loihi2, limit: 62 },
    { chip: trueNorth, limit: 15 },
    { chip: spiNNaker1, limit: 64 },
    { chip: spiNNaker2, limit: 63 },
  ].map(({ chip, limit }) => ({
    code: "SL_CHIP_DELAY",
    place: "projection 0->1",
    limit,
    value: limit + 1,
    act: () => mapNetwork(delayed(limit + 1), chip),
  })),
  {
    code: "SL_CHIP_CORES",
    place: "machine of 1 chips",
    limit: 128,
    value: 129,
    act: () => mapNetwork(alone(129 * 1024), loihi1, { chips: 1 }),
  },
  {
    // Without compression, each of the four parts with targets has an entry.
    code: "SL_CHIP_TABLE",
    place: "router 0",
    limit: 3,
    value: 4,
    act: () =>
      mapNetwork(layers([1000, 128], 0), tiny("table-entries", 3), { compression: "none" }),
  },
  {
    // Two zones of 2^8 keys, for 512 keys.
    code: "SL_CHIP_KEYS",
    place: "keys",
    limit: 8,
    value: 9,
    act: () => mapNetwork(layers([256, 256], 0), tiny("key-bits", 8)),
  },
];

/** SpiNNaker with a smaller limit. */
function tiny(resource: string, value: number): ChipRecord {
  const limits = spiNNaker1.limits.map((one) =>
    one.resource === resource ? { ...one, value } : one,
  );
  return { ...spiNNaker1, limits };
}

describe("limits", () => {
  it.each(cases)("$code: $value exceeds $limit", ({ code, place, limit, value, act }) => {
    const error = fault(act);
    expect(error.code).toBe(code);
    expect(error.place).toBe(place);
    expect(error.expected).toBe(`at most ${limit}`);
    expect(error.got).toBe(String(value));
    expect(error.next).not.toBe("");
  });

  it("are reached without an error", () => {
    expect(partitionFrom(alone(1024), loihi1, onCores(alone(1024), [0])).cores).toBe(1);
    expect(sequentialPartition(layers([4096, 1]), loihi1).cores).toBe(1);
    expect(sequentialPartition(layers([256, 256]), trueNorth).cores).toBe(1);
    expect(mapNetwork(delayed(15), trueNorth).partition.cores).toBe(1);
  });

  it.each(chips)("of $name have sources, and a status", ({ limits, cite }) => {
    expect(limits.length).toBeGreaterThan(3);
    for (const { cite: source } of limits) expect(source).toMatch(/^(doi:10\.\d+\/|https:\/\/)/);
    for (const source of cite) expect(source).toMatch(/^(doi:10\.\d+\/|https:\/\/)/);
    expect(new Set(limits.map(({ resource }) => resource)).size).toBe(limits.length);
  });
});

describe("a partition that was made elsewhere", () => {
  const graph = alone(10, 10);
  const part = (population: number, from: number, until: number, core = 0): Part => ({
    population,
    from,
    until,
    core,
  });

  it.each([
    ["lacks neurons", [part(0, 0, 10), part(1, 0, 9)]],
    ["has neurons twice", [part(0, 0, 10), part(1, 0, 6), part(1, 5, 10)]],
    ["has a gap", [part(0, 0, 10), part(1, 0, 4), part(1, 5, 10)]],
    ["names a population that does not exist", [part(0, 0, 10), part(1, 0, 10), part(2, 0, 1)]],
    ["names a core that does not exist", [part(0, 0, 10), part(1, 0, 10, -1)]],
  ])("is refused if it %s", (_, parts) => {
    expect(() => partitionFrom(graph, loihi1, parts)).toThrow("SL_MAPPING_PARTITION");
  });

  it("is reported like one of ours", () => {
    const two = layers([784, 256]);
    const ours = sequentialPartition(two, loihi1);
    const parts = ours.parts.filter(({ core }) => core >= 0);
    expect(partitionFrom(two, loihi1, parts)).toEqual(ours);
  });
});
