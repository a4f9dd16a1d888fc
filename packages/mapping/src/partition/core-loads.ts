import { type ChipRecord, limitOf } from "../chips/chip.ts";
import type { GraphProjection, NetworkGraph } from "../graph/network-graph.ts";
import {
  type CoreMeter,
  type CoreTally,
  coreMeter,
  hasRows,
  rowsOf,
  shiftWidth,
} from "./core-use.ts";
import type { Slice } from "./part.ts";

/** Cores to and from which groups of neurons move, and whether what they hold fits. */
export interface CoreLoads {
  add(core: number, vertex: number, times?: number): void;
  /** Add a vertex if the core then fits, and return whether it does. */
  take(core: number, vertex: number): boolean;
  remove(core: number, vertex: number): void;
  fits(core: number): boolean;
  /** Remove everything from a core. */
  clear(core: number): void;
}

/** Groups of neurons, as far as the use of a core needs them. */
export interface CoreVertices {
  /** Numbers of axons that `open` counts for each core. */
  readonly axons: number;
  /** Create empty cores, which hold each vertex any number of times. */
  open(cores: number): CoreLoads;
}

/** Lists neurons of groups, and the axons that reach each group. */
export type VertexLists = (vertices: readonly (readonly Slice[])[]) => CoreVertices;

/** Vertices as lists, those of vertex v from `offsets[v]` up to `offsets[v + 1]`. */
interface Lists {
  readonly offsets: Uint32Array;
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
}

/** Create what lists groups of neurons of a network for the cores of a chip. */
export function vertexLists(
  graph: NetworkGraph,
  chip: ChipRecord,
  meter: CoreMeter = coreMeter(graph, chip),
): VertexLists {
  const mostAxons = limitOf(chip, "in-axons") ?? Number.POSITIVE_INFINITY;
  // Axons of projections with rows are numbered one projection after the other.
  const first: number[] = [];
  let axons = 0;
  const projectionOf: number[] = [];
  for (const [k, one] of graph.projections.entries()) {
    first.push(axons);
    if (!hasRows(one)) continue;
    axons += graph.populations[one.from]?.size ?? 0;
    projectionOf.push(k);
  }
  const incoming = graph.populations.map((_, p) =>
    projectionOf.filter((k) => graph.projections[k]?.to === p),
  );
  const owners = new Uint32Array(axons);
  for (const k of projectionOf) {
    const size = graph.populations[graph.projections[k]?.from ?? -1]?.size ?? 0;
    owners.fill(k, first[k] as number, (first[k] as number) + size);
  }
  const scratch = new Uint32Array(axons);
  const listed = (vertices: readonly (readonly Slice[])[]): Lists => {
    const offsets = new Uint32Array(vertices.length + 1);
    let [keys, counts] = [new Uint32Array(1024), new Uint32Array(1024)];
    let next = 0;
    for (const [v, slices] of vertices.entries()) {
      const start = next;
      for (const { population, from, until } of slices) {
        for (const k of incoming[population] ?? []) {
          const rows = rowsOf(graph.projections[k] as GraphProjection);
          const base = first[k] as number;
          for (let j = from; j < until; j++) {
            const row = rows(j);
            for (let s = 0; s < row.length; s++) {
              const axon = base + (row[s] as number);
              if ((scratch[axon] as number) === 0) {
                if (next === keys.length) [keys, counts] = [longer(keys), longer(counts)];
                keys[next++] = axon;
              }
              (scratch[axon] as number)++;
            }
          }
        }
      }
      for (let at = start; at < next; at++) {
        const axon = keys[at] as number;
        counts[at] = scratch[axon] as number;
        scratch[axon] = 0;
      }
      offsets[v + 1] = next;
    }
    return { offsets, keys, counts };
  };
  return (vertices) => {
    const lists = listed(vertices);
    return {
      axons,
      open: (cores) => openLoads({ vertices, lists, owners, meter, mostAxons }, cores),
    };
  };
}

function longer(list: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const copy = new Uint32Array(2 * list.length);
  copy.set(list);
  return copy;
}

interface Listed {
  readonly vertices: readonly (readonly Slice[])[];
  readonly lists: Lists;
  /** By axon: its projection. */
  readonly owners: Uint32Array;
  readonly meter: Pick<CoreMeter, "holds">;
  readonly mostAxons: number;
}

function openLoads(
  { vertices, lists, owners, meter, mostAxons }: Listed,
  cores: number,
): CoreLoads {
  const { offsets, keys, counts } = lists;
  const axons = owners.length;
  const tallies: CoreTally[] = Array.from({ length: cores }, () => ({
    neurons: new Map(),
    widths: new Map(),
  }));
  // By core and axon: synapses onto the core.
  const synapses = new Uint32Array(cores * axons);
  // By core: axons with any.
  const used = new Uint32Array(cores);
  const change = (core: number, vertex: number, times: number): void => {
    const { neurons, widths } = tallies[core] as CoreTally;
    for (const { population, from, until } of vertices[vertex] as readonly Slice[]) {
      const size = (neurons.get(population) ?? 0) + times * (until - from);
      if (size === 0) neurons.delete(population);
      else neurons.set(population, size);
    }
    const base = core * axons;
    const end = offsets[vertex + 1] as number;
    let [projection, own] = [-1, [] as number[]];
    for (let at = offsets[vertex] as number; at < end; at++) {
      const axon = keys[at] as number;
      if (owners[axon] !== projection) {
        projection = owners[axon] as number;
        own = widths.get(projection) ?? [];
        widths.set(projection, own);
      }
      const before = synapses[base + axon] as number;
      const after = before + times * (counts[at] as number);
      synapses[base + axon] = after;
      if (before === 0) (used[core] as number)++;
      else if (after === 0) (used[core] as number)--;
      shiftWidth(own, before, after);
    }
  };
  /** Test whether a vertex brings more new axons than a core has left, without counting all. */
  const isTooWide = (core: number, vertex: number): boolean => {
    let room = mostAxons - (used[core] as number);
    const base = core * axons;
    const end = offsets[vertex + 1] as number;
    for (let at = offsets[vertex] as number; room >= 0 && room < end - at; at++) {
      if (synapses[base + (keys[at] as number)] === 0) room--;
    }
    return room < 0;
  };
  return {
    add: (core, vertex, times = 1) => change(core, vertex, times),
    take(core, vertex) {
      if (isTooWide(core, vertex)) return false;
      change(core, vertex, 1);
      if (meter.holds(tallies[core] as CoreTally)) return true;
      change(core, vertex, -1);
      return false;
    },
    remove: (core, vertex) => change(core, vertex, -1),
    fits: (core) => meter.holds(tallies[core] as CoreTally),
    clear(core) {
      const { neurons, widths } = tallies[core] as CoreTally;
      neurons.clear();
      widths.clear();
      used[core] = 0;
      synapses.fill(0, core * axons, (core + 1) * axons);
    },
  };
}
