import { threadRandom } from "@spikeloom/code";
import type { SimulationJob } from "@spikeloom/kernel";
import { drawnRows } from "@spikeloom/network";
import { type NetworkProgram, type OpenProjection, openProjections } from "@spikeloom/program";
import {
  type Columns,
  dividedRows,
  type Extent,
  leastDelay,
  type Segments,
  wholeRows,
} from "@spikeloom/program/events";
import { INSTANT_DELAY } from "./errors.ts";

/** Where the synapses of a projection end. */
export interface Route {
  readonly projection: number;
  readonly population: string;
  readonly receptor: string;
  readonly opened: OpenProjection;
}

/** Synapses by source, and where they end. */
export interface Rows extends Segments {
  readonly routes: readonly Route[];
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
  const { delays, routes: routeOf } = drawn;
  const others = constants.some(Number.isNaN) ? [targets, allWeights] : [targets];
  const segments = isDivided
    ? dividedRows(begins, { delays, routes: routeOf, others })
    : wholeRows(begins, extents);
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

function firstOf({ populations }: NetworkProgram, name: string): number {
  return populations.get(name)?.first ?? 0;
}

function increase(values: Float64Array, k: number, more: number): void {
  values[k] = (values[k] as number) + more;
}
