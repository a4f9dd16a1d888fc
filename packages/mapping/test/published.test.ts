import { describe, expect, it } from "vitest";
import {
  loihi1,
  mapNetwork,
  sequentialPartition,
  spiNNaker1,
  synapsesOf,
  trueNorth,
} from "../src/index.ts";
import { layers, population } from "./graphs.ts";

describe("published mappings", () => {
  // Synapse memory as nengo-loihi 1.1 counts it: 784 axons with 4 groups of 64 weights of 8 bits and 10 bits of header, padded
  // from 522 to 576 bits, take 1,806,336 of 1,048,576 bits; divided into equal slices, each core takes 903,168.
  it("divide 784 to 256 neurons on Loihi into two equal cores", () => {
    const graph = layers([784, 256]);
    const { cores, parts, use, bound } = sequentialPartition(graph, loihi1);
    expect(cores).toBe(2);
    expect(bound).toEqual({ cores: 2, resource: "synapse-bits" });
    const own = parts.filter(({ core }) => core >= 0).map(({ from, until }) => until - from);
    expect(own).toEqual([128, 128]);
    const bits = use.find(({ resource }) => resource === "synapse-bits");
    expect(bits?.mean).toBeCloseTo(903_168 / 1_048_576, 12);
    expect(bits?.binds).toBe(2);
  });

  // sPyNNaker 7.4.1 on a virtual board: 500 sources or 256 neurons per core.
  it("take as many cores as sPyNNaker for a classifier of 784-128-10", () => {
    const { partition, placement } = mapNetwork(layers([784, 128, 10]), spiNNaker1);
    expect(partition.cores).toBe(4);
    expect(new Set(placement.routers).size).toBe(1);
  });

  it("take as many cores as sPyNNaker for 1600 and 400 neurons, and for 10,000", () => {
    const balanced = {
      populations: [population("E", 1600), population("I", 400)],
      projections: [],
    };
    expect(sequentialPartition(balanced, spiNNaker1).cores).toBe(9);
    const large = { populations: [population("E", 10_000)], projections: [] };
    const { partition, placement } = mapNetwork(large, spiNNaker1);
    expect(partition.cores).toBe(40);
    // 16 of the 18 cores of a chip: 40 cores take 3 chips.
    expect(new Set(placement.routers).size).toBe(3);
  });

  it("fill the crossbars of TrueNorth with layers of 256", () => {
    const graph = layers([256, 256, 256]);
    const { partition, load } = mapNetwork(graph, trueNorth);
    expect(partition.cores).toBe(2);
    expect(graph.projections.map((one) => synapsesOf(graph, one))).toEqual([65_536, 65_536]);
    expect(partition.use.map(({ most }) => most)).toEqual([1, 1]);
    // One link between the layers; the input enters at the router of the first.
    expect(load.hops).toBeCloseTo(256 * 0.01, 12);
  });
});
