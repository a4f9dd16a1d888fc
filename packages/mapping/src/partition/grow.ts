import type { Hypergraph } from "./hypergraph.ts";
import type { Slice } from "./part.ts";

/** Tests whether neurons fit on one core. */
export type Fits = (slices: readonly Slice[]) => boolean;

/** Assignment of the vertices of a hypergraph to cores. */
export interface CoreAssignment {
  readonly cores: Int32Array;
  readonly number: number;
}

/** Nets with more vertices say little about which belong together, and take long. */
export const widestNet = 2000;
/** Vertices tried to fill a core after those that share a net with it. */
const mostTries = 24;

/**
 * Fill one core after the other, each time with the vertex that shares most spikes with it and fits.
 *
 * Greedy growth as in nengo-loihi's allocator and SpiNeCluster (doi:10.1109/TVLSI.2019.2951493), for packing too: what shares
 * nothing fills the remaining space.
 */
export function grow(graph: Hypergraph, fits: Fits): CoreAssignment {
  const { vertices, pins, weights, nets } = graph;
  const cores = new Int32Array(vertices.length).fill(-1);
  const touched = new Int32Array(pins.length).fill(-1);
  let number = 0;
  let next = 0;
  for (;;) {
    while (next < cores.length && (cores[next] as number) >= 0) next++;
    if (next === cores.length) return { cores, number };
    const core = number++;
    const slices: Slice[] = [];
    const gains = new Map<number, number>();
    const add = (v: number): void => {
      cores[v] = core;
      slices.push(...(vertices[v] as readonly Slice[]));
      gains.delete(v);
      for (const net of nets[v] as readonly number[]) {
        const own = pins[net] as Int32Array;
        if (touched[net] === core || own.length > widestNet) continue;
        touched[net] = core;
        const gain = (weights[net] as number) / (own.length - 1);
        for (const other of own) {
          if ((cores[other] as number) < 0) gains.set(other, (gains.get(other) ?? 0) + gain);
        }
      }
    };
    const takes = (v: number): boolean => fits([...slices, ...(vertices[v] as readonly Slice[])]);
    add(next);
    const refused = new Set<number>();
    for (let best = strongest(gains, refused); best >= 0; best = strongest(gains, refused)) {
      if (takes(best)) add(best);
      else refused.add(best);
    }
    let tries = 0;
    for (let v = next + 1; v < cores.length && tries < mostTries; v++) {
      if ((cores[v] as number) >= 0 || refused.has(v)) continue;
      if (takes(v)) add(v);
      else tries++;
    }
  }
}

function strongest(gains: ReadonlyMap<number, number>, refused: ReadonlySet<number>): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const [v, gain] of gains) {
    if (refused.has(v) || gain < most || (gain === most && v > best)) continue;
    [best, most] = [v, gain];
  }
  return best;
}
