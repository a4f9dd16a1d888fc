import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { mapNetwork, spiNNaker1, synapsesOf } from "../src/index.ts";
import { largeLayers, largePopulations } from "./measured-networks.ts";

// A tenth of the network costs a tenth of the time, and shows the same.
const size = long ? 1_000_000 : 100_000;

const networks = [
  {
    name: "fully connected layers",
    graph: largeLayers(size),
    // An input of two cores of 500 sources, and 4 cores for each layer.
    cores: 2 + (size / 1000) * 4,
  },
  { name: "random populations", graph: largePopulations(size), cores: (size / 10_000) * 40 },
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
