// maths: estimates memory before a run; nothing of a simulation depends on it
import {
  type NetworkRecord,
  type PopulationRecord,
  type PositionRecord,
  type ProjectionRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { POSITIONS } from "../errors.ts";
import { type ProjectionTask, planConnector } from "../plan/plan-projection.ts";
import { type EndPair, projectionEnds } from "../plan/projection-ends.ts";
import { readLength } from "../positions/length.ts";
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

/**
 * Estimate a projection's connections in time and memory independent of its size.
 *
 * If they depend on distances and a population is very large, a few of its neurons represent all, in the same space.
 */
export function expectedConnections(task: ProjectionTask): ExpectedConnections {
  const { network, record } = task;
  const large = [record.from, record.to].filter((name) => isLarge(network.populations[name]));
  const bare = withPopulations(network, large, ({ positions: _, ...rest }) => rest);
  const full = ends(bare, task);
  try {
    return connectionsOf({ ...task, network: bare }, full);
  } catch (error) {
    const isDistance = error instanceof SpikeLoomError && error.code === POSITIONS.code;
    if (!isDistance || large.length === 0) throw error;
  }
  const thin: ProjectionTask = {
    ...task,
    network: withPopulations(network, large, thinned),
    record: withoutSelections(record, large),
  };
  const few = ends(thin.network, thin);
  const share = (full.sources.size / few.sources.size) * (full.targets.size / few.targets.size);
  const { synapses, delays } = connectionsOf(thin, few);
  return { synapses: synapses * share, delays };
}

function connectionsOf(task: ProjectionTask, both: EndPair): ExpectedConnections {
  const plan = planConnector(task, both);
  return { synapses: plan.expected, delays: expectedDelays(task, both, plan) };
}

function ends(network: NetworkRecord, { record, place, options }: ProjectionTask): EndPair {
  return projectionEnds(network, record, { seed: options.seed, place });
}

function isLarge(population: PopulationRecord | undefined): boolean {
  return population?.positions !== undefined && population.size > MOST_PLACED;
}

function withPopulations(
  network: NetworkRecord,
  names: readonly string[],
  change: (population: PopulationRecord) => PopulationRecord,
): NetworkRecord {
  // Copied only if something changes: networks may have as many projections as populations.
  if (names.length === 0) return network;
  const changed = Object.entries(network.populations)
    .filter(([name]) => names.includes(name))
    .map(([name, population]) => [name, change(population)] as const);
  return { ...network, populations: { ...network.populations, ...Object.fromEntries(changed) } };
}

function withoutSelections(record: ProjectionRecord, large: readonly string[]): ProjectionRecord {
  const { fromNeurons, toNeurons, ...rest } = record;
  return {
    ...rest,
    ...(fromNeurons && !large.includes(record.from) && { fromNeurons }),
    ...(toNeurons && !large.includes(record.to) && { toNeurons }),
  };
}

function thinned(population: PopulationRecord): PopulationRecord {
  const { positions } = population;
  if (positions === undefined) return population;
  return { ...population, ...thinLayouts[positions.layout](positions as never) };
}

type Layout = PositionRecord["layout"];
type Thinned = Pick<PopulationRecord, "size" | "positions">;

const thinLayouts: {
  readonly [L in Layout]: (positions: Extract<PositionRecord, { layout: L }>) => Thinned;
} = {
  random: (positions) => ({ size: THIN, positions }),
  list: ({ points, ...rest }) => {
    const every = Math.ceil(points.length / THIN);
    const few = points.filter((_, k) => k % every === 0);
    return { size: few.length, positions: { ...rest, points: few } };
  },
  // A coarser grid over the same space.
  grid: ({ shape, spacing, ...rest }) => {
    const most = Math.ceil(THIN ** (1 / shape.length));
    const few = shape.map((count) => Math.min(count, most));
    const wider = shape.map((count, axis) => {
      const own = spacing?.[axis] ?? 1;
      return scaled(own, count / (few[axis] ?? count));
    });
    const size = few.reduce((product, count) => product * count, 1);
    return { size, positions: { ...rest, shape: few, spacing: wider } };
  },
};

function scaled(length: string | number, factor: number): string | number {
  if (typeof length === "number") return length * factor;
  return `${readLength(length, "spacing") * factor} um`;
}
