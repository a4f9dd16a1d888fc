import type { ChipRecord } from "../chips/chip.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import type { CoreMeter } from "./core-use.ts";
import { longestThat } from "./longest-that.ts";
import { joinSlices, type Slice } from "./part.ts";
import { placedPopulations } from "./placed-populations.ts";
import { sliceFull } from "./sequential.ts";

/** Populations tried for each core, in order of their connections to it. */
const mostTries = 12;
/** A last slice may take this much more of a core per neuron than the best size does. */
const tolerance = 1.12;

/** Neurons of a population that have no core yet: all from `next` on. */
interface Pool {
  readonly population: number;
  readonly size: number;
  next: number;
  /** Number of neurons that make the best use of padded memory, and their share of a core per neuron. */
  readonly best: number;
  readonly cost: number;
}

/**
 * Fill cores with slices of several populations, cut to the sizes that waste the least of a core.
 *
 * Each core takes a slice of the best size of one population after the other, connected ones first, then what still fits of the
 * next: best fit with items that can be divided (Coffman et al. 1984, doi:10.1007/978-3-7091-4338-4_3).
 */
export function fillCores(graph: NetworkGraph, meter: CoreMeter, chip: ChipRecord): Slice[][] {
  const pools = placedPopulations(graph, chip).map((population) =>
    poolOf(graph, population, { meter, chip }),
  );
  const connected = connections(graph, pools);
  const cores: Slice[][] = [];
  for (let first = 0; first < pools.length; ) {
    const start = pools[first] as Pool;
    if (start.next === start.size) {
      first++;
      continue;
    }
    cores.push(fillCore({ pools, first, connected, meter }));
  }
  return cores;
}

interface Filling {
  readonly pools: readonly Pool[];
  readonly first: number;
  readonly connected: readonly (readonly number[])[];
  readonly meter: CoreMeter;
}

function fillCore({ pools, first, connected, meter }: Filling): Slice[] {
  let slices: readonly Slice[] = [];
  const fitsWith = (pool: Pool) => (count: number) =>
    meter.exceeded(joinSlices([...slices, sliceOf(pool, count)])) < 0;
  const take = (pool: Pool, count: number): void => {
    slices = joinSlices([...slices, sliceOf(pool, count)]);
    pool.next += count;
  };
  const tried = new Set<number>();
  const waiting = [first];
  let following = first;
  while (tried.size < mostTries) {
    let at = waiting.shift();
    if (at === undefined) {
      while (following < pools.length && (tried.has(following) || isEmpty(pools[following])))
        following++;
      if (following === pools.length) break;
      at = following;
    }
    const pool = pools[at] as Pool;
    if (tried.has(at)) continue;
    tried.add(at);
    const wanted = Math.min(pool.best, pool.size - pool.next);
    if (wanted === 0) continue;
    // Neurons with more sources than the first of their population: an empty core takes as many as fit.
    const count =
      slices.length > 0 ? wanted : longestThat(fitsWith(pool), { guess: wanted, most: wanted });
    if (count === 0 || !fitsWith(pool)(count)) continue;
    take(pool, count);
    waiting.push(...(connected[at] ?? []));
  }
  // What is left is filled with the population of which most fits at a good price, be it one that is here already.
  for (;;) {
    const before = shareOf(meter, slices);
    let best = { pool: undefined as Pool | undefined, count: 0 };
    for (const at of tried) {
      const pool = pools[at] as Pool;
      const left = pool.size - pool.next;
      if (left === 0) continue;
      const count = longestThat(fitsWith(pool), { guess: Math.min(left, pool.best), most: left });
      if (count <= best.count) continue;
      const more = shareOf(meter, joinSlices([...slices, sliceOf(pool, count)])) - before;
      if (count === left || more <= tolerance * pool.cost * count) best = { pool, count };
    }
    if (best.pool === undefined) return [...slices];
    take(best.pool, best.count);
  }
}

function isEmpty(pool: Pool | undefined): boolean {
  return pool === undefined || pool.next === pool.size;
}

function sliceOf({ population, next }: Pool, count: number): Slice {
  return { population, from: next, until: next + count };
}

function shareOf(meter: CoreMeter, slices: readonly Slice[]): number {
  const use = meter.use(slices);
  return meter.limits.reduce((most, { value }, k) => Math.max(most, (use[k] ?? 0) / value), 0);
}

function poolOf(
  graph: NetworkGraph,
  population: number,
  cores: { readonly meter: CoreMeter; readonly chip: ChipRecord },
): Pool {
  const { size } = graph.populations[population] ?? { size: 0 };
  const full = sliceFull(graph, population, cores)
    .map(({ from, until }) => until - from)
    .reduce((most, one) => Math.max(most, one), 1);
  const costOf = (count: number): number =>
    shareOf(cores.meter, [{ population, from: 0, until: count }]) / count;
  let [best, cost] = [full, costOf(full)];
  // Padding makes the price of a neuron change with a period of one group of synapses, so that few sizes need a look.
  for (let count = Math.min(full, 256); count >= 1; count--) {
    const price = costOf(count);
    if (price < cost) [best, cost] = [count, price];
  }
  return { population, size, next: 0, best, cost };
}

/** By pool: the pools with which it exchanges spikes. */
function connections(graph: NetworkGraph, pools: readonly Pool[]): readonly (readonly number[])[] {
  const index = new Map(pools.map(({ population }, k) => [population, k]));
  const found = pools.map(() => new Set<number>());
  for (const { from, to } of graph.projections) {
    const [a, b] = [index.get(from), index.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    found[a]?.add(b);
    found[b]?.add(a);
  }
  return found.map((one) => [...one]);
}
