import type { CoreVertices } from "./core-loads.ts";
import { type Hypergraph, mostVisits, widestNet } from "./hypergraph.ts";
import { vertexHeap } from "./vertex-heap.ts";

/** Assignment of the vertices of a hypergraph to cores. */
export interface CoreAssignment {
  readonly cores: Int32Array;
  readonly number: number;
}

/** Vertices that share a net with a core and do not fit, after which no others of them are tried. */
const mostRefused = 24;
/** Vertices tried to fill a core after those that share a net with it. */
const mostTries = 24;

/**
 * Fill one core after the other, each time with the vertex that shares most spikes with it and fits.
 *
 * Greedy growth as in nengo-loihi's allocator and SpiNeCluster (doi:10.1109/TVLSI.2019.2951493), for packing too: what shares
 * nothing fills the remaining space.
 */
export function grow(graph: Hypergraph, lists: CoreVertices): CoreAssignment {
  const { pins, weights, nets } = graph;
  const cores = new Int32Array(nets.length).fill(-1);
  const refused = new Int32Array(nets.length).fill(-1);
  const touched = new Int32Array(pins.length).fill(-1);
  const loads = lists.open(1);
  const gains = vertexHeap(nets.length);
  let number = 0;
  let next = 0;
  const add = (v: number, core: number): void => {
    cores[v] = core;
    let visits = 0;
    for (const net of nets[v] as readonly number[]) {
      const own = pins[net] as Int32Array;
      if (touched[net] === core) continue;
      visits += own.length;
      if (own.length > widestNet || visits > mostVisits) break;
      touched[net] = core;
      const gain = (weights[net] as number) / (own.length - 1);
      for (const other of own) {
        if ((cores[other] as number) < 0 && refused[other] !== core) gains.raise(other, gain);
      }
    }
  };
  /** Add a vertex to the core if it fits. */
  const take = (v: number, core: number): boolean => {
    if (loads.take(0, v)) {
      add(v, core);
      return true;
    }
    refused[v] = core;
    return false;
  };
  for (;;) {
    while (next < cores.length && (cores[next] as number) >= 0) next++;
    if (next === cores.length) return { cores, number };
    const core = number++;
    loads.clear(0);
    gains.clear();
    loads.add(0, next);
    add(next, core);
    let failed = 0;
    while (gains.size() > 0 && failed < mostRefused) {
      const best = gains.pop();
      if ((cores[best] as number) < 0 && !take(best, core)) failed++;
    }
    let tries = 0;
    for (let v = next + 1; v < cores.length && tries < mostTries; v++) {
      if ((cores[v] as number) >= 0 || refused[v] === core) continue;
      if (!take(v, core)) tries++;
    }
  }
}
