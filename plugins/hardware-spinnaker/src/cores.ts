import type { ConnectorLookup } from "@spikeloom/kernel";
import {
  type NetworkGraph,
  type Partition,
  programGraph,
  sequentialPartition,
  spiNNaker1,
} from "@spikeloom/mapping";
import type { NetworkProgram } from "@spikeloom/program";
import { delaySlots } from "./delays.ts";

/**
 * Read the graph of a network as the chip's cores see it.
 *
 * Delays beyond the slots of the ring buffer are those that remain after a delay extension.
 */
export function spinnakerGraph(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
): NetworkGraph {
  const graph = programGraph(program, { stack });
  const projections = graph.projections.map((one) => {
    const slots = delaySlots(graph.populations[one.to]?.size ?? 1);
    const [least, longest] = one.delay;
    return { ...one, delay: [Math.min(least, slots), Math.min(longest, slots)] as const };
  });
  return { ...graph, projections };
}

/**
 * Describe the cores that a network takes, and what binds, as sPyNNaker divides populations.
 *
 * Throws the error of the first limit that the network exceeds.
 */
export function coreNotes(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
): readonly string[] {
  const graph = spinnakerGraph(program, stack);
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
