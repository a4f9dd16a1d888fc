import { threadRandom } from "@spikeloom/code";
import type { SimulationJob } from "@spikeloom/kernel";
import { drawnRows } from "@spikeloom/network";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import type { Columns } from "@spikeloom/program/events";
import { INSTANT_DELAY } from "./errors.ts";

/** Where the synapses of a projection end. */
export interface Route {
  readonly projection: number;
  readonly population: string;
  readonly receptor: string;
  readonly opened: OpenProjection;
}

/**
 * Synapses by source: those of source `s` are segments `rows[s]` to `rows[s + 1]`.
 *
 * A segment holds synapses of one projection with one delay, in the order of their creation; the segments of a source are
 * ordered by projection, then by delay.
 */
export interface Rows {
  readonly routes: readonly Route[];
  /** By number of the neuron in the network. */
  readonly rows: Int32Array;
  readonly delays: Float64Array;
  /** Index of the route of a segment. */
  readonly route: Uint16Array;
  /** The synapses of segment `k` are `begins[k]` to `begins[k + 1]`. */
  readonly begins: Int32Array;
  /** Index in its population. */
  readonly targets: Int32Array;
  /** Those of routes with a weight of their own for each synapse; the others are neither read nor written. */
  readonly weights: Float64Array;
  /** By route, the weight of all its synapses; NaN if each has its own. */
  readonly constants: Float64Array;
  /** Least delay above 0 and longest one in ms; Infinity and 0 if there are none. */
  readonly least: number;
  readonly longest: number;
  /** Indices of routes with delays of 0. */
  readonly instant: ReadonlySet<number>;
}

/** Shortest delay above 0 in ms; a shorter one is lost in the rounding of long times. */
export const leastDelay = 1e-6;

/** Refuse a delay that is too short. */
export function checkDelay(delay: number, projection: string): void {
  if (delay === 0 || delay >= leastDelay) return;
  throw INSTANT_DELAY({
    place: `${projection}.delay`,
    expected: "0 ms, or at least 1e-6 ms",
    got: `${delay} ms`,
  });
}

/** Synapses after which a preparation lets other tasks run: some milliseconds. */
const pause = 50_000;

/** Draw all synapses of a network, whose targets and weights are allocated once their number is known. */
export async function createRows(
  program: NetworkProgram,
  { stack, watch }: Pick<SimulationJob, "stack" | "watch">,
  columnsFor: (synapses: number) => Columns,
): Promise<Rows> {
  const projections = openProjections(program, { stack, bulk: threadRandom() }).filter(
    ({ receptor }) => receptor !== undefined,
  );
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  let due = pause;
  const progress = async (phase: "count" | "fill", synapses: number, expected: number) => {
    if (synapses < due) return;
    due = synapses + pause;
    await watch?.turn({ phase, synapses, expected });
  };
  const begins = new Float64Array(neurons + 1);
  let count = 0;
  for (const projection of projections) {
    const first = firstOf(program, projection.from);
    for (const { partners, source } of drawnRows(projection)) {
      for (let k = 0; k < partners.length; k++) increase(begins, first + source(k) + 1, 1);
      count += partners.length;
      await progress("count", count, count);
    }
  }
  for (let s = 0; s < neurons; s++) increase(begins, s + 1, begins[s] as number);
  const columns = columnsFor(count);
  // With one delay each, the synapses of a projection are one segment of a source.
  const isDivided = projections.some(({ delay }) => delay.constant === undefined);
  const drawn = {
    targets: columns.i32(count),
    weights: columns.f64(count),
    delays: new Float64Array(isDivided ? count : 0),
    routes: new Uint16Array(isDivided ? count : 0),
  };
  const { targets, weights: allWeights } = drawn;
  due = pause;
  const next = begins.slice();
  const instant = new Set<number>();
  const extents: Extent[] = [];
  const constants = new Float64Array(projections.length);
  let [filled, least, longest] = [0, Number.POSITIVE_INFINITY, 0];
  const note = (delay: number, route: number): void => {
    checkDelay(delay, (projections[route] as OpenProjection).place);
    if (delay > 0) least = Math.min(least, delay);
    else instant.add(route);
    longest = Math.max(longest, delay);
  };
  for (const [route, projection] of projections.entries()) {
    const { weight, delay: stated, from: name, dynamic } = projection;
    const { first = 0, size = 0 } = program.populations.get(name) ?? {};
    const before = filled;
    const starts = next.slice(first, first + size);
    // Plastic synapses deliver what they have computed.
    const constant = dynamic === undefined ? weight.constant : undefined;
    constants[route] = constant ?? Number.NaN;
    const drawnWeight = constant === undefined;
    const requested = [...(drawnWeight ? [weight] : []), ...(isDivided ? [stated] : [])];
    for (const { partners, source, target, values } of drawnRows(projection, requested)) {
      const weights = drawnWeight ? values[0] : undefined;
      const delays = isDivided ? values.at(-1) : undefined;
      for (let k = 0; k < partners.length; k++) {
        const from = first + source(k);
        const at = next[from] as number;
        next[from] = at + 1;
        targets[at] = target(k);
        if (weights !== undefined) allWeights[at] = weights[k] as number;
        if (delays === undefined) continue;
        const delay = delays[k] as number;
        note(delay, route);
        drawn.delays[at] = delay;
        drawn.routes[at] = route;
      }
      filled += partners.length;
      await progress("fill", filled, count);
    }
    if (!isDivided && filled > before) note(stated.constant as number, route);
    if (!isDivided) extents.push({ first, starts, delay: stated.constant as number });
  }
  const routes = projections.map((opened, projection): Route => {
    const { to, receptor = "" } = opened;
    return { projection, population: to, receptor, opened };
  });
  const isWeighted = constants.some(Number.isNaN);
  const columnsToSort = { ...drawn, weights: isWeighted ? allWeights : new Float64Array(0) };
  const segments = isDivided ? segmentsOf(begins, columnsToSort) : wholeSegments(begins, extents);
  const synapses = { targets, weights: allWeights, constants };
  return { routes, ...segments, ...synapses, least, longest, instant };
}

/** Give each synapse of a route a weight of its own. */
export function storeWeights(
  { rows, route: routes, begins, weights, constants }: Rows,
  route: number,
): void {
  const constant = constants[route] as number;
  if (Number.isNaN(constant)) return;
  for (let segment = 0; segment < (rows.at(-1) ?? 0); segment++) {
    if (routes[segment] === route) weights.fill(constant, begins[segment], begins[segment + 1]);
  }
  constants[route] = Number.NaN;
}

/** Where the synapses of a projection with one delay begin, by source from the first one on. */
interface Extent {
  readonly first: number;
  readonly starts: Float64Array;
  readonly delay: number;
}

type Segments = Pick<Rows, "rows" | "delays" | "route" | "begins">;

/** Divide rows into the segments of projections, which follow each other in each row. */
function wholeSegments(begins: Float64Array, extents: readonly Extent[]): Segments {
  const neurons = begins.length - 1;
  const rows = new Int32Array(neurons + 1);
  /** Call for each segment that is not empty. */
  const visit = (act: (s: number, route: number, begin: number) => void): void => {
    // By source, the start of the next projection ends a segment.
    const ends = begins.slice(1);
    for (let route = extents.length - 1; route >= 0; route--) {
      const { first, starts } = extents[route] as Extent;
      for (let k = 0; k < starts.length; k++) {
        const [begin, s] = [starts[k] as number, first + k];
        if (begin < (ends[s] as number)) act(s, route, begin);
        ends[s] = begin;
      }
    }
  };
  visit((s) => {
    rows[s + 1] = (rows[s + 1] as number) + 1;
  });
  for (let s = 0; s < neurons; s++) rows[s + 1] = (rows[s + 1] as number) + (rows[s] as number);
  const segments = rows[neurons] as number;
  const found = {
    delays: new Float64Array(segments),
    route: new Uint16Array(segments),
    begins: new Int32Array(segments + 1),
  };
  const last = rows.slice(1);
  visit((s, route, begin) => {
    const segment = (last[s] as number) - 1;
    last[s] = segment;
    found.delays[segment] = (extents[route] as Extent).delay;
    found.route[segment] = route;
    found.begins[segment] = begin;
  });
  found.begins[segments] = begins[neurons] as number;
  return { rows, ...found };
}

interface DrawnSynapses {
  readonly targets: Int32Array;
  /** Empty if no synapse has a weight of its own. */
  readonly weights: Float64Array;
  readonly delays: Float64Array;
  readonly routes: Uint16Array;
}

/** Sort each row by projection and delay, and divide it into segments. */
function segmentsOf(
  begins: Float64Array,
  { targets, weights, delays, routes }: DrawnSynapses,
): Segments {
  const neurons = begins.length - 1;
  const rows = new Int32Array(neurons + 1);
  let segments = 0;
  for (let s = 0; s < neurons; s++) {
    const [from, until] = [begins[s] as number, begins[s + 1] as number];
    sortRow(from, until, { targets, weights, delays, routes });
    for (let k = from; k < until; k++) {
      const isNew = k === from || delays[k] !== delays[k - 1] || routes[k] !== routes[k - 1];
      if (isNew) segments++;
    }
    rows[s + 1] = segments;
  }
  const found = {
    delays: new Float64Array(segments),
    route: new Uint16Array(segments),
    begins: new Int32Array(segments + 1),
  };
  let segment = -1;
  for (let s = 0; s < neurons; s++) {
    const [from, until] = [begins[s] as number, begins[s + 1] as number];
    for (let k = from; k < until; k++) {
      if (k > from && delays[k] === delays[k - 1] && routes[k] === routes[k - 1]) continue;
      segment++;
      found.delays[segment] = delays[k] as number;
      found.route[segment] = routes[k] as number;
      found.begins[segment] = k;
    }
  }
  found.begins[segments] = targets.length;
  return { rows, ...found };
}

function sortRow(
  from: number,
  until: number,
  { targets, weights, delays, routes }: DrawnSynapses,
): void {
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [routes[a] as number, routes[b] as number];
    return one < other || (one === other && (delays[a] as number) <= (delays[b] as number));
  };
  let isSorted = true;
  for (let k = from + 1; k < until && isSorted; k++) isSorted = isBefore(k - 1, k);
  if (isSorted) return;
  const order = Uint32Array.from({ length: until - from }, (_, k) => from + k).sort((a, b) => {
    const byRoute = (routes[a] as number) - (routes[b] as number);
    return byRoute || (delays[a] as number) - (delays[b] as number) || a - b;
  });
  for (const column of [targets, weights, delays, routes]) {
    if (column.length === 0) continue;
    const sorted = Array.from(order, (k) => column[k] as number);
    column.set(sorted, from);
  }
}

function firstOf({ populations }: NetworkProgram, name: string): number {
  return populations.get(name)?.first ?? 0;
}

function increase(values: Float64Array, k: number, more: number): void {
  values[k] = (values[k] as number) + more;
}
