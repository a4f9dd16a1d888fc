import type { NetworkRecord } from "@spikeloom/kernel";
import { type Draw, newDraw } from "../../../tools/test/draws.ts";
import type { Place, RancChip, RancCore } from "../src/index.ts";

/** Seed of the chips whose outputs are stored, and their number. */
export const vectorSeed = 2024;
export const vectorCount = 50;

/** Ticks of a drawn chip. */
export const rancTicks = 60;

/**
 * Draw a RANC of a few small cores.
 *
 * Neurons of different cores, and packets, reach the same axons; some thresholds are at or above 0 with a sign that the chip itself
 * does not use.
 */
export function drawRanc(seed: number, which: number): RancChip {
  const draw = newDraw(seed, which);
  const [columns, rows] = [1 + draw(4), 1 + draw(3)];
  const places = Array.from({ length: columns * rows + 1 }, (_, k): Place => {
    return k === columns * rows ? [columns, 0] : [k % columns, Math.floor(k / columns)];
  });
  const output = { coordinates: places[draw(places.length)] as Place, count: 1 + draw(40) };
  const [axons, neurons] = [4 * (1 + draw(8)), 1 + draw(24)];
  // Some places of the grid have no core.
  const used = places.filter((place) => place.join() !== output.coordinates.join() && draw(8) > 0);
  const reach = [...used, ...used, output.coordinates, ...places.filter(([x]) => x < columns)];
  const cores = used.map((place) => drawCore(draw, { place, reach, output, axons, neurons }));
  const packets = Array.from({ length: rancTicks - 10 }, () =>
    Array.from({ length: draw(6) }, () => ({
      destination_core: (used[draw(Math.max(1, used.length))] ?? [0, 0]) as Place,
      destination_axon: draw(axons),
      destination_tick: draw(3) === 0 ? draw(15) : 0,
    })),
  );
  return { axons, neurons, cores, output, packets };
}

interface CoreDraw {
  readonly place: Place;
  /** Places that neurons send spikes to. */
  readonly reach: readonly Place[];
  readonly output: RancChip["output"];
  readonly axons: number;
  readonly neurons: number;
}

function drawCore(draw: Draw, { place, reach, output, axons, neurons }: CoreDraw): RancCore {
  const about = (most: number): number => draw(2 * most + 1) - most;
  const count = 1 + draw(neurons);
  return {
    coordinates: place,
    axons: Array.from({ length: axons }, () => draw(4)),
    neurons: Array.from({ length: count }, () => {
      const target = reach[draw(reach.length)] as Place;
      const isOut = target.join() === output.coordinates.join();
      return {
        reset_potential: draw(2) === 0 ? 0 : about(4),
        weights: [1 + draw(6), 0 - draw(5), about(4), draw(9)],
        leak: draw(2) === 0 ? 0 : about(2),
        positive_threshold: 1 + draw(14),
        negative_threshold: 0 - draw(12),
        destination_core_offset: [target[0] - place[0], target[1] - place[1]],
        destination_axon: draw(isOut ? output.count : axons),
        destination_tick: draw(3) === 0 ? draw(15) : draw(3),
        current_potential: about(3),
        reset_mode: draw(2),
      };
    }),
    connections: Array.from({ length: count }, () =>
      Uint8Array.from({ length: axons }, () => Number(draw(3) > 0)),
    ),
  };
}

/** Draw layers on several cores of 64 axons, whose neurons reach several of them. */
export function drawLayers(seed: number, which: number): NetworkRecord {
  const draw = newDraw(seed, which);
  const sizes = { A: 20 + draw(40), B: 20 + draw(40), C: 30 };
  const parameters = { s_0: 2, s_1: -1, alpha: 5, beta: 4, saturate: 0, leak: -1, reset_mode: 1 };
  const pairs = (from: number, to: number): number[][] =>
    Array.from({ length: 3 * to }, (_, k) => [draw(from), k % to]).filter(
      ([source, target], k, all) => all.findIndex(([s, t]) => s === source && t === target) === k,
    );
  const join = (from: string, to: string, type: number, delay: number) => ({
    name: `${from} to ${to}, ${type}`,
    from,
    to,
    receptor: `axon_${type}`,
    connector: {
      kind: "pairs",
      pairs: pairs(sizes[from as "A"] ?? 10, sizes[to as "A"]),
    },
    weight: 1,
    delay: `${delay} ms`,
  });
  return {
    format: "spikeloom-network",
    version: 1,
    convention: "frameworks",
    dt: "1 ms",
    duration: "60 ms",
    populations: {
      S: {
        model: "spike-array",
        size: 10,
        times: Array.from({ length: 10 }, () =>
          Array.from({ length: 40 }, (_, k) => `${k + 1} ms`).filter(() => draw(2) === 0),
        ),
      },
      ...Object.fromEntries(
        Object.entries(sizes).map(([name, size]) => [
          name,
          { model: "truenorth", size, parameters },
        ]),
      ),
    },
    projections: [
      join("S", "A", 0, 0),
      join("S", "B", 0, 2),
      join("A", "B", 0, 1 + draw(5)),
      join("B", "A", 1, 1 + draw(5)),
      join("A", "C", 0, 1 + draw(12)),
      join("B", "C", 0, 2),
    ],
    record: [{ population: "C", variables: ["spikes"] }],
  };
}
