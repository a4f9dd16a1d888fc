// Networks whose mapping is measured: by tests, and by tools/bench/run-mapping.ts.
import { stream, streamKey } from "@spikeloom/random";
import { type ChipRecord, loihi1, type NetworkGraph, spiNNaker1, trueNorth } from "../src/index.ts";
import { layers, population, projection, randomGraph, randomRows } from "./graphs.ts";

/** A network, and the chip that it is mapped onto. */
export interface MeasuredNetwork {
  readonly name: string;
  readonly chip: ChipRecord;
  readonly graph: NetworkGraph;
}

const same = (count: number, size: number): readonly number[] =>
  Array.from({ length: count }, () => size);

/** Layered and random networks of which hops are compared with those of sequential cores. */
export function hopNetworks(isLong: boolean): readonly MeasuredNetwork[] {
  return [
    { name: "20 layers of 1,000", chip: loihi1, graph: layers(same(21, 1000)) },
    { name: "20 layers of 700", chip: loihi1, graph: layers(same(21, 700)) },
    { name: "500 layers of 256", chip: trueNorth, graph: layers(same(501, 256)) },
    { name: "150 layers of 1,000", chip: spiNNaker1, graph: layers(same(150, 1000), 0) },
    ...[1, 2, 3].map((seed) => ({
      name: `100 random populations of 300 (${seed})`,
      chip: loihi1,
      graph: randomGraph(seed, { populations: 100, size: 300, targets: 3 }),
    })),
    { name: "80 layers of 700", chip: spiNNaker1, graph: layers(same(80, 700), 0) },
    ...(isLong ? [4, 5, 6] : [4]).map((seed) => ({
      name: `100 random populations of 1,000 (${seed})`,
      chip: spiNNaker1,
      graph: randomGraph(seed, { populations: 100, size: 1000, targets: 3 }),
    })),
  ];
}

/** Fully connected populations of different sizes. */
export function mixedNetwork(seed: number): NetworkGraph {
  const draws = stream(streamKey(seed, "test/mixed"), 0);
  const count = 20 + draws.integer(30);
  return {
    populations: Array.from({ length: count }, (_, k) =>
      population(`p${k}`, 50 + draws.integer(700)),
    ),
    projections: Array.from({ length: 2 * count }, (_, k) =>
      projection(k % count, draws.integer(count), { kind: "all" }),
    ),
  };
}

/** One population, each pair of whose neurons is connected with a probability of 0.02. */
export function sparseNetwork(synapses: number): NetworkGraph {
  const chance = 0.02;
  const size = Math.round(Math.sqrt(synapses / chance));
  const draws = stream(streamKey(1, "test/sparse"), 0);
  const rows = randomRows(draws, { sources: size, targets: size, chance });
  return {
    populations: [population("a", size)],
    projections: [projection(0, 0, rows)],
  };
}

/** Fully connected layers of 1,000 neurons; the first is an input. */
export function largeLayers(neurons: number): NetworkGraph {
  return layers(same(neurons / 1000 + 1, 1000));
}

/** Populations of 10,000 neurons, each with 100 synapses per neuron onto itself and onto nine others. */
export function largePopulations(neurons: number): NetworkGraph {
  const count = neurons / 10_000;
  const pattern = { kind: "random" as const, chance: 0.01 };
  return {
    populations: Array.from({ length: count }, (_, k) => population(`p${k}`, 10_000)),
    projections: Array.from({ length: 10 * count }, (_, k) => {
      const from = Math.floor(k / 10);
      return projection(from, (from + (k % 10)) % count, pattern);
    }),
  };
}
