import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import { findFlows } from "./flows.ts";
import type { Part, Slice } from "./part.ts";

/** Nets with more vertices say little about which belong together, and take long. */
export const widestNet = 2000;
/** Vertices visited through the nets of one, from the narrowest net on: enough to find what belongs to it. */
export const mostVisits = 2000;

/**
 * Groups of neurons as vertices, and the spikes of each group as a net over all groups that send or receive them.
 *
 * A net that k cores share costs k - 1 packets per spike, as multicast does (Çatalyürek & Aykanat 1999, doi:10.1109/71.780863).
 */
export interface Hypergraph {
  /** By vertex: its neurons. */
  readonly vertices: readonly (readonly Slice[])[];
  /** By net: spikes per ms. */
  readonly weights: Float64Array;
  /** By net: its vertices, ascending. */
  readonly pins: readonly Int32Array[];
  /** By vertex: its nets, from the narrowest. */
  readonly nets: readonly (readonly number[])[];
}

/** Describe the spikes between slices as a hypergraph. */
export function hypergraphOf(
  graph: NetworkGraph,
  chip: ChipRecord,
  slices: readonly Slice[],
): Hypergraph {
  const parts: Part[] = slices.map((one, core) => ({ ...one, core }));
  if (chip.inputs.on === "host") {
    for (const [population, { isInput, size }] of graph.populations.entries()) {
      if (isInput && size > 0) parts.push({ population, from: 0, until: size, core: -1 });
    }
  }
  const { flows } = findFlows(graph, parts);
  const pins = flows.map(({ part, targets }) => {
    const own = parts[part]?.core ?? -1;
    return own < 0 || targets.includes(own) ? targets : Int32Array.of(...targets, own).sort();
  });
  const rates = flows.map(({ rate }) => rate);
  return assembled(
    slices.map((one) => [one]),
    pins,
    rates,
  );
}

/** Merge vertices: each takes the number of its cluster. */
export function contracted(
  { vertices, pins, weights }: Hypergraph,
  clusters: Int32Array,
  number: number,
): Hypergraph {
  const merged: Slice[][] = Array.from({ length: number }, () => []);
  for (const [v, slices] of vertices.entries()) merged[clusters[v] as number]?.push(...slices);
  const seen = new Int32Array(number).fill(-1);
  const wider = pins.map((own, net) => {
    const found: number[] = [];
    for (const v of own) {
      const cluster = clusters[v] as number;
      if (seen[cluster] === net) continue;
      seen[cluster] = net;
      found.push(cluster);
    }
    return Int32Array.from(found).sort();
  });
  return assembled(merged, wider, [...weights]);
}

function assembled(
  vertices: readonly (readonly Slice[])[],
  pins: readonly Int32Array[],
  weights: readonly number[],
): Hypergraph {
  // Nets of one vertex are never cut.
  const wide = [...pins.keys()].filter((net) => (pins[net] as Int32Array).length > 1);
  const kept = wide.map((net) => pins[net] as Int32Array);
  const keptWeights = wide.map((net) => weights[net] ?? 0);
  const nets: number[][] = vertices.map(() => []);
  const width = (net: number): number => (kept[net] as Int32Array).length;
  // From the narrowest net on, so that each vertex lists its nets in this order.
  for (const net of [...kept.keys()].sort((a, b) => width(a) - width(b) || a - b)) {
    for (const v of kept[net] as Int32Array) (nets[v] as number[]).push(net);
  }
  return { vertices, pins: kept, weights: Float64Array.from(keptWeights), nets };
}
