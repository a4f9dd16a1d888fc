import type { GraphProjection, NetworkGraph } from "../graph/network-graph.ts";
import { reachedShare, rowsOf } from "./core-use.ts";
import type { Part, Slice } from "./part.ts";

/** Core of parts that are outside the chip. */
export const hostCore = -1;

/** Spikes that a part sends to cores. */
export interface Flow {
  /** Index of the part. */
  readonly part: number;
  /** Spikes per ms of all its neurons. */
  readonly rate: number;
  /** Cores with targets, ascending. */
  readonly targets: Int32Array;
  /** By target core: axons that lead there, one for each neuron and projection. */
  readonly axons: Float64Array;
}

/** Flows of all parts, and what they say about single neurons. */
export interface Flows {
  readonly flows: readonly Flow[];
  /** Neuron with the most target cores. */
  readonly widest: { readonly population: number; readonly neuron: number; readonly cores: number };
}

/** Find the cores that each part sends spikes to. */
export function findFlows(graph: NetworkGraph, parts: readonly Part[]): Flows {
  const cores = parts.reduce((most, { core }) => Math.max(most, core + 1), 0);
  const slicesOn: Slice[][] = Array.from({ length: cores }, () => []);
  const partsOfPopulation: number[][] = graph.populations.map(() => []);
  for (const [p, one] of parts.entries()) {
    partsOfPopulation[one.population]?.push(p);
    slicesOn[one.core]?.push(one);
  }
  const incoming: GraphProjection[][] = graph.populations.map(() => []);
  for (const one of graph.projections) incoming[one.to]?.push(one);
  const targets: number[][] = parts.map(() => []);
  const axons: number[][] = parts.map(() => []);
  const wide = widthCounter(graph);
  const reach = reachedParts(graph, parts, partsOfPopulation);
  const sums = new Float64Array(parts.length);
  for (let core = 0; core < cores; core++) {
    const found: number[] = [];
    const add = (part: number, count: number): void => {
      if (count === 0) return;
      if ((sums[part] as number) === 0) found.push(part);
      (sums[part] as number) += count;
    };
    const byPopulation = Map.groupBy(slicesOn[core] ?? [], ({ population }) => population);
    for (const [population, own] of byPopulation) {
      for (const one of incoming[population] ?? []) reach(one, own, add, wide.mark(one.from, core));
    }
    for (const part of found) {
      targets[part]?.push(core);
      axons[part]?.push(sums[part] as number);
      sums[part] = 0;
    }
  }
  const flows = parts.map(({ population, from, until }, part) => ({
    part,
    rate: (until - from) * (graph.populations[population]?.rate ?? 0),
    targets: Int32Array.from(targets[part] ?? []),
    axons: Float64Array.from(axons[part] ?? []),
  }));
  return { flows, widest: wide.widest() };
}

/** Marks source neurons as sending spikes to a core. */
interface Marker {
  one(neuron: number): void;
  range(from: number, until: number): void;
}

interface WidthCounter {
  mark(population: number, core: number): Marker;
  widest(): Flows["widest"];
}

/** Count the target cores of each neuron; those of whole populations are counted once. */
function widthCounter({ populations }: NetworkGraph): WidthCounter {
  const counted = populations.map(({ size }) => ({
    counts: undefined as Uint32Array | undefined,
    last: undefined as Int32Array | undefined,
    size,
    whole: 0,
    lastWhole: -1,
  }));
  return {
    mark(population, core) {
      const own = counted[population] as (typeof counted)[number];
      const one = (neuron: number): void => {
        if (own.lastWhole === core) return;
        own.counts ??= new Uint32Array(own.size);
        own.last ??= new Int32Array(own.size).fill(-1);
        if (own.last[neuron] === core) return;
        own.last[neuron] = core;
        (own.counts[neuron] as number)++;
      };
      return {
        one,
        range(from, until) {
          if (from > 0 || until < own.size) {
            for (let n = from; n < until; n++) one(n);
          } else if (own.lastWhole !== core) {
            own.whole++;
            own.lastWhole = core;
          }
        },
      };
    },
    widest() {
      let best = { population: 0, neuron: 0, cores: 0 };
      for (const [population, { counts, whole }] of counted.entries()) {
        if (whole > best.cores) best = { population, neuron: 0, cores: whole };
        for (const [neuron, count] of counts?.entries() ?? []) {
          if (whole + count > best.cores) best = { population, neuron, cores: whole + count };
        }
      }
      return best;
    },
  };
}

type Reach = (
  projection: GraphProjection,
  own: readonly Slice[],
  add: (part: number, count: number) => void,
  mark: Marker,
) => void;

function reachedParts(
  graph: NetworkGraph,
  parts: readonly Part[],
  partsOfPopulation: readonly (readonly number[])[],
): Reach {
  const owners = new Map<number, Int32Array>();
  const ownersOf = (population: number): Int32Array => {
    const known = owners.get(population);
    if (known !== undefined) return known;
    const made = new Int32Array(graph.populations[population]?.size ?? 0).fill(-1);
    for (const p of partsOfPopulation[population] ?? []) {
      const { from, until } = parts[p] as Part;
      made.fill(p, from, until);
    }
    owners.set(population, made);
    return made;
  };
  let stamps = new Uint32Array(0);
  let stamp = 0;
  return (projection, own, add, mark) => {
    const { pattern, from } = projection;
    const sources = partsOfPopulation[from] ?? [];
    const size = graph.populations[from]?.size ?? 0;
    const number = own.reduce((sum, one) => sum + one.until - one.from, 0);
    if (pattern.kind === "all" || pattern.kind === "random") {
      const share = pattern.kind === "all" ? 1 : reachedShare(pattern.chance, number);
      if (share === 0) return;
      for (const p of sources) add(p, sizeOf(parts[p] as Part) * share);
      mark.range(0, size);
      return;
    }
    if (pattern.kind === "one") {
      for (const slice of own) {
        mark.range(slice.from, slice.until);
        for (const p of sources) {
          const part = parts[p] as Part;
          const both = Math.min(part.until, slice.until) - Math.max(part.from, slice.from);
          if (both > 0) add(p, both);
        }
      }
      return;
    }
    const rows = rowsOf(projection);
    const owner = ownersOf(from);
    if (stamps.length < size) stamps = new Uint32Array(size);
    stamp++;
    for (const slice of own) {
      for (let j = slice.from; j < slice.until; j++) {
        const row = rows(j);
        for (let k = 0; k < row.length; k++) {
          const source = row[k] as number;
          if (stamps[source] === stamp) continue;
          stamps[source] = stamp;
          add(owner[source] as number, 1);
          mark.one(source);
        }
      }
    }
  };
}

function sizeOf({ from, until }: Slice): number {
  return until - from;
}
