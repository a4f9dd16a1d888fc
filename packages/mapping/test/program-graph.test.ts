import type { NetworkRecord } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import {
  mapNetwork,
  type NetworkGraph,
  programGraph,
  spiNNaker1,
  synapsesOf,
} from "../src/index.ts";

function graphOf(network: Partial<NetworkRecord>, mostRows?: number): NetworkGraph {
  const whole = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    populations: {},
    ...network,
  };
  const program = programOf(whole as NetworkRecord, { stack, seed: 5 });
  return programGraph(program, { stack, mostRows });
}

const populations = {
  input: { model: "poisson", size: 784, parameters: { rate: "20 Hz" } },
  hidden: { model: "lif-delta", size: 128 },
  output: { model: "lif-delta", size: 10 },
};
const synapses = { weight: "1 mV", delay: "2 ms" };

describe("programGraph", () => {
  it("describes full projections by their kind, and maps them", () => {
    const connector = { kind: "all-to-all" };
    const graph = graphOf({
      populations,
      projections: [
        { from: "input", to: "hidden", connector, ...synapses },
        { from: "hidden", to: "output", connector, ...synapses },
      ],
    });
    expect(graph.populations.map(({ size, isInput }) => [size, isInput])).toEqual([
      [784, true],
      [128, false],
      [10, false],
    ]);
    // Drawn for one second: 16 neurons of 20 spikes, so within 5 standard errors of 1 / sqrt(320).
    expect(Math.abs((graph.populations[0]?.rate ?? 0) / 0.02 - 1)).toBeLessThan(0.28);
    expect(graph.projections.map(({ pattern }) => pattern.kind)).toEqual(["all", "all"]);
    expect(graph.projections.map(({ delay }) => delay)).toEqual([
      [2, 2],
      [2, 2],
    ]);
    // As many cores as sPyNNaker takes.
    expect(mapNetwork(graph, spiNNaker1).partition.cores).toBe(4);
  });

  it("draws the rows that a run draws, with selections and delays", () => {
    const graph = graphOf({
      populations,
      projections: [
        {
          from: "input",
          to: "hidden",
          fromNeurons: { from: 100, until: 200 },
          connector: { kind: "fixed-indegree", n: 7 },
          weight: "1 mV",
          delay: { draw: "uniform", low: "1 ms", high: "9 ms" },
        },
      ],
    });
    const [one] = graph.projections;
    if (one?.pattern.kind !== "rows") throw new Error("No rows.");
    const { offsets, sources } = one.pattern;
    expect([...offsets]).toEqual(Array.from({ length: 129 }, (_, j) => 7 * j));
    expect(sources.every((source) => source >= 100 && source < 200)).toBe(true);
    expect(one.delay[0]).toBeGreaterThanOrEqual(1);
    expect(one.delay[1]).toBeLessThanOrEqual(9);
    // 896 draws of 8 steps: the ends occur.
    expect(one.delay[1] - one.delay[0]).toBeGreaterThanOrEqual(7);
  });

  it("describes random projections by their probability above a number of synapses", () => {
    const projections = [
      {
        from: "hidden",
        to: "hidden",
        connector: { kind: "fixed-probability", p: 0.1 },
        ...synapses,
      },
    ];
    const drawn = graphOf({ populations, projections });
    const expected = graphOf({ populations, projections }, 100);
    const [rows] = drawn.projections;
    const [random] = expected.projections;
    if (rows === undefined || random === undefined) throw new Error("No projection.");
    expect([rows.pattern.kind, random.pattern.kind]).toEqual(["rows", "random"]);
    // Of 128 times 127 or 128 pairs a tenth, with a standard deviation of 38.
    expect(Math.abs(synapsesOf(drawn, rows) - synapsesOf(expected, random))).toBeLessThan(5 * 38);
  });

  it("refuses projections that are too large to be drawn, and couplings", () => {
    const selected = {
      from: "hidden",
      to: "hidden",
      toNeurons: { until: 64 },
      connector: { kind: "fixed-probability", p: 0.1 },
      ...synapses,
    };
    expect(() => graphOf({ populations, projections: [selected] }, 100)).toThrow(
      "SL_MAPPING_GRAPH",
    );
    const coupling = {
      from: "pair",
      to: "pair",
      connector: { kind: "all-to-all" },
      synapse: "gap-junction",
      weight: "1 nS",
    };
    const pair = { pair: { model: "lif", size: 2 } };
    expect(() => graphOf({ populations: pair, projections: [coupling] })).toThrow("without spikes");
  });
});
