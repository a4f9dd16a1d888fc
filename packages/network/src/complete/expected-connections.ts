import { hostFunctions } from "@spikeloom/equations/functions";
// maths: estimates memory before a run; nothing of a simulation depends on it
import {
  type ConnectorLookup,
  type PositionRecord,
  type SpaceRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { quietly } from "../check/collect.ts";
import { checkReach } from "../check/procedural-faults.ts";
import { POSITIONS } from "../errors.ts";
import type { ConnectionProgram } from "../plan/connection-program.ts";
import { openDelays, planConnector } from "../plan/plan-projection.ts";
import { connectionEnds, type EndPair } from "../plan/projection-ends.ts";
import { readLength } from "../positions/length.ts";
import { type PositionProgram, placed } from "../positions/position-program.ts";
import { expectedDelays } from "./expected-delays.ts";

// Maximum number of neurons laid out for an estimate; a larger population is represented by a sample.
const MOST_PLACED = 1_000_000;
const THIN = 10_000;

/** Expected connections of a projection, as far as known without drawing them. */
export interface ExpectedConnections {
  readonly synapses: number;
  /** Delays of synapses in ms, ascending; a sample if they are drawn or computed. */
  readonly delays: readonly number[];
}

/** A population as far as connections depend on it. */
export interface EndPopulation {
  readonly size: number;
  readonly positions?: PositionProgram | undefined;
}

/** Context for estimating the connections of a program. */
export interface ExpectedContext {
  readonly populations: Pick<ReadonlyMap<string, EndPopulation>, "get">;
  readonly space: SpaceRecord | undefined;
  /** The step in ms. */
  readonly dt: number;
  readonly stack: Pick<ConnectorLookup, "find" | "list">;
}

/**
 * Estimate a projection's connections in time and memory independent of its size.
 *
 * If they depend on distances and a population is very large, a few of its neurons represent all, in the same space.
 */
export function expectedConnections(
  connection: ConnectionProgram,
  context: ExpectedContext,
): ExpectedConnections {
  const { found, share } = represented(connection, context, (own, both) => {
    const options = optionsOf(context);
    const plan = planConnector(own, both, options);
    const delays = expectedDelays(own, { both, plan, options, dt: context.dt });
    return { synapses: plan.expected, delays };
  });
  if (share === 1) return found;
  // Delays may depend on distances where the number of synapses does not.
  return { synapses: expectedSynapses(connection, context), delays: found.delays };
}

/** Estimate a projection's number of synapses, without sampling its delays. */
export function expectedSynapses(connection: ConnectionProgram, context: ExpectedContext): number {
  const { found, share } = represented(
    connection,
    context,
    (own, both) => planConnector(own, both, optionsOf(context)).expected,
  );
  return found * share;
}

interface Represented<T> {
  readonly found: T;
  /** Number of pairs of neurons that each pair represents. */
  readonly share: number;
}

/** Estimate with all neurons, or with a few of a very large population if distances matter. */
function represented<T>(
  connection: ConnectionProgram,
  context: ExpectedContext,
  estimate: (connection: ConnectionProgram, both: EndPair) => T,
): Represented<T> {
  const { populations } = context;
  const large = [connection.from, connection.to].filter((name) => isLarge(populations.get(name)));
  const bare = withPopulations(populations, large, ({ size }) => ({ size }));
  const full = endsOf(connection, { ...context, populations: bare });
  try {
    return { found: estimate(connection, full), share: 1 };
  } catch (error) {
    const isDistance = error instanceof SpikeLoomError && error.code === POSITIONS.code;
    if (!isDistance || large.length === 0) throw error;
  }
  const thin = withoutSelections(connection, large);
  const few = endsOf(thin, {
    ...context,
    populations: withPopulations(populations, large, thinned),
  });
  const share = (full.sources.size / few.sources.size) * (full.targets.size / few.targets.size);
  return { found: estimate(thin, few), share };
}

/** Test whether stored static synapses could be redrawn at each spike instead. */
export function canDrawAnew(connection: ConnectionProgram, context: ExpectedContext): boolean {
  const { weight, delay, procedural, place } = connection;
  if (procedural || [weight, delay].some(({ source }) => source.kind === "list")) return false;
  // No connector that draws by source asks for positions, and laying neurons out takes memory.
  const names = [connection.from, connection.to];
  const populations = withPopulations(context.populations, names, ({ size }) => ({ size }));
  const both = endsOf(connection, { ...context, populations });
  const rule = { ...connection, by: "source" as const, procedural: true };
  const options = optionsOf(context);
  const found = quietly(() => {
    const plan = planConnector(rule, both, options);
    checkReach(openDelays(connection, { both, plan, options }), place);
    return plan;
  });
  return found !== undefined;
}

/** An estimate holds for any seed. */
function optionsOf({ stack }: ExpectedContext): Parameters<typeof planConnector>[2] {
  return { stack, seed: 0, functions: hostFunctions };
}

function endsOf(connection: ConnectionProgram, { populations, space }: ExpectedContext): EndPair {
  return connectionEnds(connection, connection.place, {
    size: (name) => populations.get(name)?.size ?? 0,
    coordinates(name) {
      const { positions, size = 0 } = populations.get(name) ?? {};
      return positions && placed(positions, { size, seed: 0 });
    },
    space,
  });
}

function isLarge(population: EndPopulation | undefined): boolean {
  return population?.positions !== undefined && population.size > MOST_PLACED;
}

function withPopulations(
  populations: ExpectedContext["populations"],
  names: readonly string[],
  change: (population: EndPopulation) => EndPopulation,
): ExpectedContext["populations"] {
  // Copied only where something changes: networks may have as many projections as populations.
  const own = new Map<string, EndPopulation>();
  for (const name of names) {
    const population = populations.get(name);
    if (population !== undefined) own.set(name, change(population));
  }
  if (own.size === 0) return populations;
  return { get: (name) => own.get(name) ?? populations.get(name) };
}

function withoutSelections(
  connection: ConnectionProgram,
  large: readonly string[],
): ConnectionProgram {
  const { from, to, fromNeurons, toNeurons } = connection;
  return {
    ...connection,
    fromNeurons: large.includes(from) ? undefined : fromNeurons,
    toNeurons: large.includes(to) ? undefined : toNeurons,
  };
}

function thinned(population: EndPopulation): EndPopulation {
  const { positions } = population;
  if (positions === undefined) return population;
  const { size, layout } = thinLayouts[positions.layout.layout](positions.layout as never);
  return { size, positions: { ...positions, layout } };
}

type Layout = PositionRecord["layout"];
interface Thinned {
  readonly size: number;
  readonly layout: PositionRecord;
}

const thinLayouts: {
  readonly [L in Layout]: (positions: Extract<PositionRecord, { layout: L }>) => Thinned;
} = {
  random: (layout) => ({ size: THIN, layout }),
  list: ({ points, ...rest }) => {
    const every = Math.ceil(points.length / THIN);
    const few = points.filter((_, k) => k % every === 0);
    return { size: few.length, layout: { ...rest, points: few } };
  },
  // A coarser grid over the same space.
  grid: ({ shape, spacing, ...rest }) => {
    const most = Math.ceil(THIN ** (1 / shape.length));
    const few = shape.map((count) => Math.min(count, most));
    const wider = shape.map(
      (count, axis) => readLength(spacing?.[axis] ?? 1, "spacing") * (count / (few[axis] ?? count)),
    );
    const size = few.reduce((product, count) => product * count, 1);
    return { size, layout: { ...rest, shape: few, spacing: wider } };
  },
};
