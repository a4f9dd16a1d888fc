import type { CoreLoads, CoreVertices } from "./core-loads.ts";
import type { CoreAssignment } from "./grow.ts";
import { type Hypergraph, widestNet } from "./hypergraph.ts";
import { vertexHeap } from "./vertex-heap.ts";

/** Moves after which a pass ends if none has improved the best cut. */
const patience = 60;
/** Vertices in a row that cannot move, after which a pass ends: cores are full. */
const mostFailed = 300;
/** Vertices of another core tried in exchange for one that does not fit. */
const mostExchanges = 3;
const mostPasses = 6;
/** A pass that improves the cut by less than this share is the last. */
const leastImprovement = 1e-3;
/** Entries of each table, so that all stay below a gigabyte; larger levels are left as they are. */
const mostEntries = 64_000_000;
/** Vertices of nets times the cores of each, which is the work to set up the tables; nets that reach most cores gain nothing. */
const mostSetUp = 20_000_000;

/**
 * Improve an assignment by moves and exchanges of single vertices.
 *
 * Passes of Fiduccia & Mattheyses 1982 (doi:10.1109/DAC.1982.1585498) on the connectivity of nets: each vertex moves at most once in
 * a pass, also where the cut grows, and the best state of the pass is kept. A move must fit in every resource of a core. The gains of
 * all moves are kept in a table, and change with the numbers of vertices of a net on each core (Schlag et al. 2023,
 * doi:10.1145/3529090).
 */
export function refine(
  graph: Hypergraph,
  start: CoreAssignment,
  lists: CoreVertices,
): CoreAssignment {
  const rows = Math.max(graph.vertices.length, graph.pins.length, lists.axons);
  if (start.number < 2 || rows * start.number > mostEntries) return start;
  if (setUpWork(graph, start) > mostSetUp) return start;
  const state = openState(graph, start, lists);
  for (let pass = 0; pass < mostPasses; pass++) {
    const cut = cutWidth(state);
    if (improve(state) <= leastImprovement * cut) break;
  }
  return { cores: state.cores, number: start.number };
}

/** Count the entries that all vertices add to the table of shared nets. */
function setUpWork({ pins }: Hypergraph, { cores, number }: CoreAssignment): number {
  const seen = new Int32Array(number).fill(-1);
  let work = 0;
  for (const [net, own] of pins.entries()) {
    if (own.length > widestNet) continue;
    let held = 0;
    for (const v of own) {
      const core = cores[v] as number;
      if (seen[core] === net) continue;
      seen[core] = net;
      held++;
    }
    work += held * own.length;
  }
  return work;
}

interface State extends Hypergraph {
  readonly number: number;
  readonly cores: Int32Array;
  readonly loads: CoreLoads;
  /** By net and core: how many of its vertices the core holds. */
  readonly counts: Uint16Array;
  /** By vertex: weight of the nets of which it is the last vertex on its core. */
  readonly leaving: Float64Array;
  /** By vertex: weight of its nets. */
  readonly all: Float64Array;
  /** By vertex and core: weight of its nets that the core has. */
  readonly shared: Float64Array;
  /** By core: its vertices, and by vertex its place there. */
  readonly members: readonly number[][];
  readonly places: Int32Array;
  /** By net: vertex that was last marked to share it. */
  readonly marks: Int32Array;
}

function openState(
  graph: Hypergraph,
  { cores: given, number }: CoreAssignment,
  lists: CoreVertices,
): State {
  const { pins, weights, nets } = graph;
  const cores = given.slice();
  const loads = lists.open(number);
  const members: number[][] = Array.from({ length: number }, () => []);
  const places = new Int32Array(cores.length);
  for (const [v, core] of cores.entries()) {
    places[v] = members[core]?.push(v) ?? 0;
    (places[v] as number)--;
    loads.add(core, v);
  }
  const counts = new Uint16Array(pins.length * number);
  const narrow = nets.map((own) =>
    own.filter((net) => (pins[net] as Int32Array).length <= widestNet),
  );
  const holding = pins.map((own, net): Int32Array => {
    if (own.length > widestNet) return new Int32Array(0);
    const base = net * number;
    const found: number[] = [];
    for (const v of own) {
      const core = cores[v] as number;
      if (counts[base + core] === 0) found.push(core);
      (counts[base + core] as number)++;
    }
    return Int32Array.from(found);
  });
  const leaving = new Float64Array(cores.length);
  const all = new Float64Array(cores.length);
  const shared = new Float64Array(cores.length * number);
  for (const [v, own] of narrow.entries()) {
    const core = cores[v] as number;
    for (const net of own) {
      (all[v] as number) += weights[net] as number;
      if (counts[net * number + core] === 1) (leaving[v] as number) += weights[net] as number;
    }
    // Vertex by vertex, whose row of the table then stays in the cache.
    addShared(shared.subarray(v * number, (v + 1) * number), { own, holding, weights });
  }
  const marks = new Int32Array(pins.length).fill(-1);
  return {
    vertices: graph.vertices,
    weights,
    pins,
    nets: narrow,
    number,
    cores,
    loads,
    counts,
    leaving,
    all,
    shared,
    members,
    places,
    marks,
  };
}

interface VertexNets {
  readonly own: readonly number[];
  /** By net: cores with any of its vertices. */
  readonly holding: readonly Int32Array[];
  readonly weights: Float64Array;
}

function addShared(row: Float64Array, { own, holding, weights }: VertexNets): void {
  for (let k = 0; k < own.length; k++) {
    const net = own[k] as number;
    const weight = weights[net] as number;
    const cores = holding[net] as Int32Array;
    for (let at = 0; at < cores.length; at++) {
      const core = cores[at] as number;
      row[core] = (row[core] as number) + weight;
    }
  }
}

/** Packets per ms between cores, of all nets that are not too wide. */
function cutWidth({ counts, weights, number, pins }: State): number {
  let cut = 0;
  for (let net = 0; net < pins.length; net++) {
    let cores = 0;
    for (let at = net * number; at < (net + 1) * number; at++) if (counts[at] !== 0) cores++;
    if (cores > 1) cut += (cores - 1) * (weights[net] as number);
  }
  return cut;
}

interface Move {
  readonly vertex: number;
  readonly from: number;
  readonly to: number;
}

/** One pass; returns by how much the cut has become smaller. */
function improve(state: State): number {
  const { cores } = state;
  const locked = new Uint8Array(cores.length);
  const done: Move[] = [];
  let [gained, best, kept, failed] = [0, 0, 0, 0];
  const queue = vertexHeap(cores.length);
  for (let vertex = 0; vertex < cores.length; vertex++) {
    const { to, gain } = bestTarget(state, vertex);
    if (to >= 0) queue.raise(vertex, gain);
  }
  while (queue.size() > 0 && failed < mostFailed) {
    const key = queue.top();
    const vertex = queue.pop();
    if (locked[vertex] === 1) continue;
    const { to, gain } = bestTarget(state, vertex);
    if (to < 0) continue;
    // Its gain has fallen since it joined the queue: others may come first.
    if (gain < key - 1e-9 * Math.abs(key) && gain < queue.top()) {
      queue.raise(vertex, gain);
      continue;
    }
    const from = cores[vertex] as number;
    const moves = feasible(state, { vertex, from, to }, { locked, gain });
    if (moves === undefined) {
      failed++;
      continue;
    }
    failed = 0;
    for (const one of moves.list) {
      locked[one.vertex] = 1;
      done.push(one);
    }
    gained += moves.gain;
    if (gained > best + 1e-12) [best, kept] = [gained, done.length];
    else if (done.length - kept > patience) break;
  }
  while (done.length > kept) {
    const { vertex, from, to } = done.pop() as Move;
    load(state, { vertex, from: to, to: from });
    apply(state, { vertex, from: to, to: from });
  }
  return best;
}

/** Move a vertex in what cores hold. */
function load({ loads }: State, { vertex, from, to }: Move): void {
  loads.remove(from, vertex);
  loads.add(to, vertex);
}

/** Move a vertex in all tables but what cores hold. */
function apply(state: State, { vertex, from, to }: Move): void {
  const { cores, counts, members, places, nets, pins, weights, leaving, shared, number } = state;
  const left = members[from] as number[];
  const last = left.pop() as number;
  if (last !== vertex) {
    left[places[vertex] as number] = last;
    places[last] = places[vertex] as number;
  }
  cores[vertex] = to;
  places[vertex] = (members[to] as number[]).push(vertex) - 1;
  leaving[vertex] = 0;
  for (const net of nets[vertex] as readonly number[]) {
    const own = pins[net] as Int32Array;
    const weight = weights[net] as number;
    const base = net * number;
    const remaining = (counts[base + from] as number) - 1;
    const arrived = (counts[base + to] as number) + 1;
    counts[base + from] = remaining;
    counts[base + to] = arrived;
    if (remaining === 0) for (const v of own) (shared[v * number + from] as number) -= weight;
    if (arrived === 1) {
      for (const v of own) (shared[v * number + to] as number) += weight;
      (leaving[vertex] as number) += weight;
    }
    if (remaining === 1) (leaving[only(own, cores, from, vertex)] as number) += weight;
    if (arrived === 2) (leaving[only(own, cores, to, vertex)] as number) -= weight;
  }
}

/** Find the vertex of a net on a core besides another one. */
function only(own: Int32Array, cores: Int32Array, core: number, besides: number): number {
  for (const v of own) if (cores[v] === core && v !== besides) return v;
  throw new Error("A net has fewer vertices on a core than were counted.");
}

/** Find the core to which a move makes the cut smallest; -1 if its nets reach no other. */
function bestTarget(
  { cores, leaving, all, shared, number }: State,
  vertex: number,
): { readonly to: number; readonly gain: number } {
  const from = cores[vertex] as number;
  let [to, most] = [-1, 0];
  for (let core = 0; core < number; core++) {
    const weight = shared[vertex * number + core] as number;
    if (core !== from && weight > most) [to, most] = [core, weight];
  }
  // Leaving frees the core of nets of which this is the last vertex; each net that the target already has costs nothing.
  return { to, gain: (leaving[vertex] as number) - ((all[vertex] as number) - most) };
}

interface Attempt {
  readonly locked: Uint8Array;
  readonly gain: number;
}

interface Done {
  readonly list: readonly Move[];
  readonly gain: number;
}

/** Move a vertex to a core, with another one in exchange if it does not fit alone; undefined if neither fits. */
function feasible(state: State, move: Move, { locked, gain }: Attempt): Done | undefined {
  const { loads } = state;
  const { vertex, from, to } = move;
  load(state, move);
  if (loads.fits(to)) {
    apply(state, move);
    return { list: [move], gain };
  }
  for (const other of partners(state, move, { locked, gain })) {
    const back: Move = { vertex: other, from: to, to: from };
    const both = gain + gainAfter(state, back, vertex);
    if (both <= 0) continue;
    load(state, back);
    if (loads.fits(from) && loads.fits(to)) {
      apply(state, move);
      apply(state, back);
      return { list: [move, back], gain: both };
    }
    load(state, { vertex: other, from, to });
  }
  load(state, { vertex, from: to, to: from });
  return undefined;
}

/** Find the vertices whose move in exchange promises most; nets that both share make it less, never more. */
function partners(
  { members, leaving, all, shared, number }: State,
  { from, to }: Move,
  { locked, gain }: Attempt,
): readonly number[] {
  const best: { readonly vertex: number; readonly gain: number }[] = [];
  for (const vertex of members[to] as readonly number[]) {
    if (locked[vertex] === 1) continue;
    const own =
      (leaving[vertex] as number) -
      ((all[vertex] as number) - (shared[vertex * number + from] as number));
    if (gain + own <= 0) continue;
    let at = best.length;
    while (at > 0 && isBefore({ vertex, gain: own }, best[at - 1] as (typeof best)[number])) at--;
    if (at === mostExchanges) continue;
    best.splice(at, 0, { vertex, gain: own });
    if (best.length > mostExchanges) best.pop();
  }
  return best.map(({ vertex }) => vertex);
}

function isBefore(
  one: { readonly vertex: number; readonly gain: number },
  other: { readonly vertex: number; readonly gain: number },
): boolean {
  return one.gain > other.gain || (one.gain === other.gain && one.vertex < other.vertex);
}

/** Gain of a move if another vertex has moved the opposite way before. */
function gainAfter(
  { nets, counts, weights, marks, number }: State,
  { vertex, from, to }: Move,
  moved: number,
): number {
  for (const net of nets[moved] as readonly number[]) marks[net] = moved;
  let gain = 0;
  for (const net of nets[vertex] as readonly number[]) {
    const isShared = marks[net] === moved ? 1 : 0;
    if ((counts[net * number + from] as number) + isShared === 1) gain += weights[net] as number;
    if ((counts[net * number + to] as number) - isShared === 0) gain -= weights[net] as number;
  }
  return gain;
}
