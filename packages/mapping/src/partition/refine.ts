import { type CoreAssignment, type Fits, widestNet } from "./grow.ts";
import type { Hypergraph } from "./hypergraph.ts";
import type { Slice } from "./part.ts";

/** Moves after which a pass ends if none has improved the best cut. */
const patience = 60;
/** Vertices of another core tried in exchange for one that does not fit. */
const mostExchanges = 3;
const mostPasses = 6;

/**
 * Improve an assignment by moves and exchanges of single vertices.
 *
 * Passes of Fiduccia & Mattheyses 1982 (doi:10.1109/DAC.1982.1585498) on the connectivity of nets: each vertex moves at most once in
 * a pass, also where the cut grows, and the best state of the pass is kept. A move must fit in every resource of a core.
 */
export function refine(graph: Hypergraph, start: CoreAssignment, fits: Fits): CoreAssignment {
  const state = openState(graph, start);
  for (let pass = 0; pass < mostPasses; pass++) if (!improve(state, fits)) break;
  return { cores: state.cores, number: start.number };
}

interface State extends Hypergraph {
  readonly cores: Int32Array;
  /** By net: how many of its vertices each core holds. */
  readonly counts: readonly Map<number, number>[];
  /** By core: its vertices. */
  readonly members: readonly Set<number>[];
}

function openState(graph: Hypergraph, { cores: given, number }: CoreAssignment): State {
  const cores = given.slice();
  const members = Array.from({ length: number }, () => new Set<number>());
  for (const [v, core] of cores.entries()) members[core]?.add(v);
  const counts = graph.pins.map((own) => {
    const count = new Map<number, number>();
    if (own.length > widestNet) return count;
    for (const v of own) {
      const core = cores[v] as number;
      count.set(core, (count.get(core) ?? 0) + 1);
    }
    return count;
  });
  return { ...graph, cores, counts, members };
}

interface Move {
  readonly vertex: number;
  readonly from: number;
  readonly to: number;
}

/** One pass; returns whether the cut has become smaller. */
function improve(state: State, fits: Fits): boolean {
  const locked = new Set<number>();
  const done: Move[] = [];
  let [gained, best, kept] = [0, 0, 0];
  // Vertices in order of their gain at the start; gains are computed again when one is taken.
  const queue = [...state.cores.keys()]
    .map((vertex) => ({ vertex, ...bestTarget(state, vertex) }))
    .filter(({ to }) => to >= 0)
    .sort((a, b) => b.gain - a.gain || a.vertex - b.vertex);
  for (const { vertex } of queue) {
    if (locked.has(vertex)) continue;
    const { to, gain } = bestTarget(state, vertex);
    // Later vertices had no larger gain: what would only make the cut larger is tried for a while.
    if (to < 0) continue;
    const from = state.cores[vertex] as number;
    const moves = feasible(state, { vertex, from, to }, { fits, locked, gain });
    if (moves === undefined) continue;
    for (const one of moves.list) {
      apply(state, one);
      locked.add(one.vertex);
      done.push(one);
    }
    gained += moves.gain;
    if (gained > best + 1e-12) [best, kept] = [gained, done.length];
    else if (done.length - kept > patience) break;
  }
  while (done.length > kept) {
    const { vertex, from, to } = done.pop() as Move;
    apply(state, { vertex, from: to, to: from });
  }
  return best > 0;
}

function apply({ cores, counts, members, nets, pins }: State, { vertex, from, to }: Move): void {
  cores[vertex] = to;
  members[from]?.delete(vertex);
  members[to]?.add(vertex);
  for (const net of nets[vertex] as readonly number[]) {
    if ((pins[net] as Int32Array).length > widestNet) continue;
    const count = counts[net] as Map<number, number>;
    const left = (count.get(from) ?? 0) - 1;
    if (left === 0) count.delete(from);
    else count.set(from, left);
    count.set(to, (count.get(to) ?? 0) + 1);
  }
}

/** Find the core to which a move makes the cut smallest; -1 if its nets reach no other. */
function bestTarget(state: State, vertex: number): { readonly to: number; readonly gain: number } {
  const from = state.cores[vertex] as number;
  // Leaving frees the core of nets of which this is the last vertex; each net that the target already has costs nothing.
  let [leaving, all] = [0, 0];
  const shared = new Map<number, number>();
  for (const net of state.nets[vertex] as readonly number[]) {
    const count = state.counts[net] as Map<number, number>;
    const weight = state.weights[net] as number;
    if (count.size === 0) continue;
    all += weight;
    if (count.get(from) === 1) leaving += weight;
    for (const core of count.keys()) {
      if (core !== from) shared.set(core, (shared.get(core) ?? 0) + weight);
    }
  }
  let best = { to: -1, gain: Number.NEGATIVE_INFINITY };
  for (const [to, weight] of shared) {
    const gain = leaving - (all - weight);
    if (gain > best.gain || (gain === best.gain && to < best.to)) best = { to, gain };
  }
  return best;
}

function gainOf(state: State, { vertex, from, to }: Move): number {
  let gain = 0;
  for (const net of state.nets[vertex] as readonly number[]) {
    const count = state.counts[net] as Map<number, number>;
    if (count.size === 0) continue;
    if (count.get(from) === 1) gain += state.weights[net] as number;
    if (!count.has(to)) gain -= state.weights[net] as number;
  }
  return gain;
}

interface Attempt {
  readonly fits: Fits;
  readonly locked: ReadonlySet<number>;
  readonly gain: number;
}

/** Moves that bring a vertex to a core, with another one in exchange if it does not fit alone. */
function feasible(
  state: State,
  move: Move,
  { fits, locked, gain }: Attempt,
): { readonly list: readonly Move[]; readonly gain: number } | undefined {
  const { vertex, from, to } = move;
  if (fits(slicesOn(state, to, { with: vertex }))) return { list: [move], gain };
  const back: { readonly other: Move; readonly gain: number }[] = [];
  apply(state, move);
  for (const one of state.members[to] as ReadonlySet<number>) {
    if (one === vertex || locked.has(one)) continue;
    const other = { vertex: one, from: to, to: from };
    back.push({ other, gain: gain + gainOf(state, other) });
  }
  apply(state, { vertex, from: to, to: from });
  back.sort((a, b) => b.gain - a.gain || a.other.vertex - b.other.vertex);
  for (const { other, gain: both } of back.slice(0, mostExchanges)) {
    if (both <= 0) return undefined;
    const own = slicesOn(state, from, { with: other.vertex, without: vertex });
    if (!fits(own)) continue;
    if (!fits(slicesOn(state, to, { with: vertex, without: other.vertex }))) continue;
    return { list: [move, other], gain: both };
  }
  return undefined;
}

function slicesOn(
  { members, vertices }: State,
  core: number,
  change: { readonly with: number; readonly without?: number },
): readonly Slice[] {
  const slices: Slice[] = [...(vertices[change.with] as readonly Slice[])];
  for (const v of members[core] as ReadonlySet<number>) {
    if (v !== change.without) slices.push(...(vertices[v] as readonly Slice[]));
  }
  return slices;
}
