import type { ConnectorLookup } from "@spikeloom/kernel";
import {
  type GraphPopulation,
  type GraphProjection,
  limitOf,
  type NetworkGraph,
  type Partition,
  programGraph,
  sequentialPartition,
  spiNNaker1,
} from "@spikeloom/mapping";
import { drawSynapses, type NetworkProgram } from "@spikeloom/program";
import { type DelayExtension, delayExtensions, delaySlots } from "./delays.ts";

/** Connectors of a stack. */
type Connectors = Pick<ConnectorLookup, "find" | "list" | "moduleOf">;

/** Ticks that a ring buffer covers in the resource model of a core. */
const mostSlots = limitOf(spiNNaker1, "delay") ?? Number.POSITIVE_INFINITY;

/** Graph of a network, and which of its populations are delay extensions. */
export interface ChipGraph {
  readonly graph: NetworkGraph;
  /** By index of the population in the graph. */
  readonly extensions: ReadonlyMap<number, DelayExtension>;
}

/**
 * Read the graph of a network as the chip's cores see it.
 *
 * A delay extension is a population of its own behind its source. Delays are those that are left to ring buffers.
 */
export function chipGraph(
  program: NetworkProgram,
  stack: Connectors,
  found: readonly DelayExtension[] = delayExtensions(program, drawSynapses(program, stack)),
): ChipGraph {
  const given = programGraph(program, { stack });
  const populations: GraphPopulation[] = [...given.populations];
  const projections = given.projections.map((one): GraphProjection => {
    const slots = Math.min(delaySlots(given.populations[one.to]?.size ?? 1), mostSlots);
    const [least, longest] = one.delay;
    return { ...one, delay: [Math.min(least, slots), Math.min(longest, slots)] };
  });
  const extensions = new Map<number, DelayExtension>();
  for (const extension of found) {
    const source = populations.findIndex(({ name }) => name === extension.from);
    const { size, rate } = populations[source] as GraphPopulation;
    const own = populations.length;
    const name = `${extension.from}, delay extension`;
    populations.push({ name, size, rate: rate * extension.stages, isInput: false });
    projections.push({ name, from: source, to: own, pattern: { kind: "one" }, delay: [1, 1] });
    for (const [k, one] of given.projections.entries()) {
      const target = given.populations[one.to]?.name ?? "";
      if (one.from !== source || !extension.targets.has(target)) continue;
      if (one.delay[1] <= extension.slots) continue;
      projections.push({ ...(projections[k] as GraphProjection), from: own });
    }
    extensions.set(own, extension);
  }
  return { graph: { populations, projections }, extensions };
}

/** Read the graph of a network, with a population for each delay extension. */
export function spinnakerGraph(program: NetworkProgram, stack: Connectors): NetworkGraph {
  return chipGraph(program, stack).graph;
}

/**
 * Describe the cores that a network takes, and what binds, as sPyNNaker divides populations.
 *
 * Throws the error of the first limit that the network exceeds.
 */
export function coreNotes(
  program: NetworkProgram,
  stack: Connectors,
  extensions: readonly DelayExtension[],
): readonly string[] {
  const { graph } = chipGraph(program, stack, extensions);
  const { cores, parts, use }: Partition = sequentialPartition(graph, spiNNaker1);
  const chips = Math.ceil(cores / spiNNaker1.routers.cores);
  const lines = graph.populations.map(({ name }, p) => {
    const own = parts.filter(({ population }) => population === p);
    const most = own.reduce((size, { from, until }) => Math.max(size, until - from), 0);
    return `${name}, cores: ${own.length}, each with at most ${most} neurons`;
  });
  const binding = use.toSorted((a, b) => b.most - a.most)[0];
  const bound =
    binding === undefined
      ? []
      : [`fullest: ${(100 * binding.most).toFixed(0)} % of ${binding.limit.about}`];
  return [`cores: ${cores}, chips: ${chips}`, ...lines, ...bound];
}
