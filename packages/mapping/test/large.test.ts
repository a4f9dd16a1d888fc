import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { mapNetwork, type NetworkGraph, spiNNaker1, synapsesOf } from "../src/index.ts";
import { layers, population, projection } from "./graphs.ts";

// A tenth of the network costs a tenth of the time, and shows the same.
const size = long ? 1_000_000 : 100_000;

/** Populations of 10,000 neurons, each with 100 synapses per neuron onto itself and onto nine others. */
function randomPopulations(): NetworkGraph {
  const count = size / 10_000;
  const pattern = { kind: "random" as const, chance: 0.01 };
  return {
    populations: Array.from({ length: count }, (_, k) => population(`p${k}`, 10_000)),
    projections: Array.from({ length: 10 * count }, (_, k) => {
      const from = Math.floor(k / 10);
      return projection(from, (from + (k % 10)) % count, pattern);
    }),
  };
}

const networks = [
  {
    name: "fully connected layers",
    graph: layers(Array.from({ length: size / 1000 + 1 }, () => 1000)),
    // An input of two cores of 500 sources, and 4 cores for each layer.
    cores: 2 + (size / 1000) * 4,
  },
  { name: "random populations", graph: randomPopulations(), cores: (size / 10_000) * 40 },
];

describe("a million neurons with a billion synapses, or a tenth of both", () => {
  it.each(networks)("are mapped at a million neurons per minute: $name", ({ graph, cores }) => {
    const synapses = graph.projections.reduce((sum, one) => sum + synapsesOf(graph, one), 0);
    expect(Math.round(synapses)).toBe(1000 * size);
    const start = process.cpuUsage();
    const { partition, routing } = mapNetwork(graph, spiNNaker1);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan((60 * size) / 1_000_000);
    expect(partition.cores).toBe(cores);
    if (routing.kind !== "tables") throw new Error("This chip has tables.");
    expect(routing.sizes.compressed.most).toBeLessThan(1024);
  });
});
