import { describe, expect, it } from "vitest";
import {
  annealedPlacement,
  distance,
  forceDirectedPlacement,
  hilbertPlacement,
  loihi1,
  type Machine,
  type MappingOptions,
  machineOf,
  mapNetwork,
  type NetworkGraph,
  placedAt,
  sequentialPartition,
  sequentialPlacement,
  spectralPlacement,
  spiNNaker1,
  trueNorth,
} from "../src/index.ts";
import { randomGraph } from "./graphs.ts";
import { hopNetworks } from "./measured-networks.ts";

const baseline: MappingOptions = {
  partition: "sequential",
  placement: "sequential",
  refine: "none",
};

const isLong = process.env["SPIKELOOM_LONG"] !== undefined;

describe("hops", () => {
  it.each(hopNetworks(isLong))(
    "are 30 % below sequential placement for $name on $chip.name",
    ({ graph, chip }) => {
      const first = mapNetwork(graph, chip, baseline);
      const ours = mapNetwork(graph, chip, { prefer: "packets" });
      expect(ours.placement.hops / first.placement.hops).toBeLessThan(0.7);
      // Packets to each destination on meshes, trees that share links on SpiNNaker.
      expect(ours.load.hops / first.load.hops).toBeLessThan(0.7);
    },
  );
});

describe("placements", () => {
  const graph = randomGraph(7, { populations: 60, size: 300, targets: 2 });
  const partition = sequentialPartition(graph, loihi1);
  const machine = machineOf(loihi1, { cores: partition.cores });

  it("take each core of the machine once, and count hops by their definition", () => {
    const starts = [sequentialPlacement, hilbertPlacement, spectralPlacement];
    const placements = starts.map((place) => place(partition, machine));
    const refined = placements.flatMap((start) => [
      annealedPlacement(partition, start, { seed: 1, moves: 50 }),
      forceDirectedPlacement(partition, start),
    ]);
    for (const { routers, slots, hops } of [...placements, ...refined]) {
      const taken = new Set(Array.from(routers, (router, core) => `${router}:${slots[core]}`));
      expect(taken.size).toBe(partition.cores);
      let sum = 0;
      for (const { part, targets, axons, rate } of partition.flows) {
        const { core, from, until } = partition.parts[part] ?? { core: -1, from: 0, until: 1 };
        const at = core < 0 ? 0 : (routers[core] ?? 0);
        for (const [k, target] of targets.entries()) {
          const packets = (rate * (axons[k] ?? 0)) / (until - from);
          sum += packets * distance(machine, at, routers[target] ?? 0);
        }
      }
      expect(Math.abs(hops / sum - 1)).toBeLessThan(1e-9);
    }
    for (const [k, one] of refined.entries()) {
      expect(one.hops).toBeLessThanOrEqual(placements[Math.floor(k / 2)]?.hops ?? 0);
    }
  });

  it("are the same for the same seed, and differ for another", () => {
    const start = hilbertPlacement(partition, machine);
    const anneal = (seed: number): Int32Array =>
      annealedPlacement(partition, start, { seed, moves: 100 }).routers;
    expect(anneal(5)).toEqual(anneal(5));
    expect(anneal(5)).not.toEqual(anneal(6));
  });

  it("find the shortest possible placement of a ring on a mesh", () => {
    // 16 cores in a ring fill a square of 4 by 4, where each is next to the one after it.
    const small = { ...trueNorth, routers: { ...trueNorth.routers, columns: 4, rows: 4 } };
    const ring: NetworkGraph = {
      populations: Array.from({ length: 16 }, (_, k) => ({
        name: `p${k}`,
        size: 256,
        rate: 1,
        isInput: false,
      })),
      projections: Array.from({ length: 16 }, (_, k) => ({
        name: `${k}`,
        from: k,
        to: (7 * k + 3) % 16 === k ? (k + 1) % 16 : (k + 5) % 16,
        pattern: { kind: "all" as const },
        delay: [1, 1] as const,
      })),
    };
    const { placement } = mapNetwork(ring, small, { seed: 2 });
    expect(placement.hops).toBe(16 * 256);
  });

  it("are refused where a core is taken or does not exist", () => {
    const routers = new Int32Array(partition.cores);
    expect(() => placedAt(partition, machine, routers)).toThrow("SL_MAPPING_PLACEMENT");
    expect(() => placedAt(partition, machine, routers.fill(-1))).toThrow("SL_MAPPING_PLACEMENT");
    expect(() => placedAt(partition, machine, routers.subarray(1))).toThrow("SL_MAPPING_PLACEMENT");
    const start = hilbertPlacement(partition, machine);
    expect(() => annealedPlacement(partition, start, { moves: -1 })).toThrow("SL_MAPPING_OPTION");
  });
});

describe("machines", () => {
  /** Steps from a router by breadth-first search over links that exist. */
  function steps({ columns, rows, wraps, cores, chip }: Machine, start: number): Int32Array {
    const found = new Int32Array(cores.length).fill(-1);
    found[start] = 0;
    const queue = [start];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
        [1, 1],
        [-1, -1],
      ] as const) {
        if (chip.routers.links === "mesh" && dx * dy !== 0) continue;
        let x: number = (at % columns) + dx;
        let y: number = Math.floor(at / columns) + dy;
        if (wraps) [x, y] = [(x + columns) % columns, (y + rows) % rows];
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
        const to = y * columns + x;
        if (!cores[to] || found[to] !== -1) continue;
        found[to] = (found[at] ?? 0) + 1;
        queue.push(to);
      }
    }
    return found;
  }

  it.each([
    ["one Loihi", loihi1, 1],
    ["two Loihi", loihi1, 2],
    ["one board of SpiNNaker", spiNNaker1, 48],
    ["three boards of SpiNNaker", spiNNaker1, 144],
    ["six boards of SpiNNaker", spiNNaker1, 288],
  ] as const)("have the distances of a search along links: %s", (_, chip, chipCount) => {
    const machine = machineOf(chip, { chips: chipCount });
    const present = [...machine.cores.keys()].filter((at) => (machine.cores[at] ?? 0) > 0);
    for (const from of present.filter((_, k) => k % 7 === 0)) {
      const found = steps(machine, from);
      for (const to of present) expect(distance(machine, from, to)).toBe(found[to]);
    }
  });

  it("are rectangles without gaps where packets go along x, then y", () => {
    for (let chips = 1; chips <= 60; chips++) {
      const exact = machineOf(loihi1, { chips });
      expect(exact.chips).toBe(chips);
      // 32 routers of 4 cores each on every chip.
      const enough = machineOf(loihi1, { cores: chips * 128 });
      expect(enough.chips).toBeGreaterThanOrEqual(chips);
      expect(enough.chips).toBeLessThanOrEqual(1.34 * chips);
      for (const { cores, columns, rows, chips: count } of [exact, enough]) {
        expect(cores.every((one) => one === 4)).toBe(true);
        expect(columns * rows).toBe(32 * count);
      }
    }
  });

  it("have the chips of a board of 48", () => {
    const { cores, chips } = machineOf(spiNNaker1, { chips: 48 });
    expect(cores.filter((one) => one > 0)).toHaveLength(48);
    expect(chips).toBe(48);
    // The lower left and the upper right corner belong to the board; the others lie on its neighbours.
    expect([cores[0], cores[7], cores[56], cores[63]]).toEqual([16, 0, 0, 16]);
  });
});
