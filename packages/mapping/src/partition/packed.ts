import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { type ChipRecord, limitOf } from "../chips/chip.ts";
import { MAPPING_OPTION } from "../errors.ts";
import type { GraphProjection, NetworkGraph } from "../graph/network-graph.ts";
import { atomChoices } from "./atoms.ts";
import { canShareTargets } from "./common-targets.ts";
import { type VertexLists, vertexLists } from "./core-loads.ts";
import type { CoreMeter } from "./core-use.ts";
import { axonsPerNeuron, withOutputs } from "./estimated-outputs.ts";
import { fillCores } from "./fill.ts";
import { hostCore } from "./flows.ts";
import { type CoreAssignment, grow } from "./grow.ts";
import { type Hypergraph, hypergraphOf } from "./hypergraph.ts";
import { lowerBound } from "./lower-bound.ts";
import { multilevel } from "./multilevel.ts";
import { partsOf, type Slice } from "./part.ts";
import { type CompletedCores, completedCores, type Partition, partitionWith } from "./partition.ts";
import { refine } from "./refine.ts";
import { sequentialCores } from "./sequential.ts";

/** Options of a partition of a hypergraph. */
export interface HypergraphOptions {
  readonly seed?: number | undefined;
  /**
   * Whether fewer cores or fewer packets between cores matter more.
   *
   * By default, the fewest packets with at most 5 % more cores than the lower bound, or else the fewest cores.
   */
  readonly prefer?: "cores" | "packets" | undefined;
}

/** Options of a greedy partition. */
export type GreedyOptions = Pick<HypergraphOptions, "prefer">;

const names: OptionNames<HypergraphOptions> = { seed: true, prefer: true };
const greedyNames: OptionNames<GreedyOptions> = { prefer: true };

/**
 * Fill cores one after the other with the neurons that share most spikes.
 *
 * It takes at most as many cores as the sequential partition, unless packets are preferred.
 */
export function greedyPartition(
  graph: NetworkGraph,
  chip: ChipRecord,
  options: GreedyOptions = {},
): Partition {
  checkOptionNames(options, greedyNames, "greedyPartition");
  return partitionWith(graph, chip, packed([greedy], options));
}

/**
 * Partition the network as a hypergraph on several levels with refinement.
 *
 * It is at least as good as the sequential and the greedy partition by what `prefer` says.
 */
export function hypergraphPartition(
  graph: NetworkGraph,
  chip: ChipRecord,
  options: HypergraphOptions = {},
): Partition {
  checkOptionNames(options, names, "hypergraphPartition");
  const { seed = 0 } = options;
  const draws = stream(streamKey(seed, "mapping/hypergraph"), 0);
  const levels: Assign = (hypergraph, listsOf) => multilevel(hypergraph, listsOf, draws);
  return partitionWith(graph, chip, packed([greedy, levels], options, refine));
}

type Assign = (graph: Hypergraph, listsOf: VertexLists) => CoreAssignment;

const greedy: Assign = (graph, listsOf) => grow(graph, listsOf(graph.vertices));

/** Try slices of several sizes, and keep the assignment with the fewest cores or packets. */
function packed(
  assignments: readonly Assign[],
  { prefer }: HypergraphOptions,
  improve?: typeof refine,
): (graph: NetworkGraph, meter: CoreMeter, chip: ChipRecord) => Slice[][] {
  if (prefer !== undefined && prefer !== "cores" && prefer !== "packets") {
    throw MAPPING_OPTION({
      place: "prefer",
      message: "A partition cannot prefer this.",
      expected: "cores or packets",
      got: String(prefer),
    });
  }
  return (graph, meter, chip) => {
    const sequential = sequentialCores(graph, meter, chip);
    const bound = lowerBound(graph, chip).cores;
    if (sequential.length === bound && isInterchangeable(graph, chip)) return sequential;
    // No partition fits: the sequential one says which neuron reaches too many cores.
    if (!canShareTargets(graph, chip, meter)) return sequential;
    const isBetter = comparison(prefer, prefer === undefined ? bound : 0);
    let best: Assigned = { lists: sequential, cut: Number.POSITIVE_INFINITY };
    const offer = (hypergraph: Hypergraph, { cores, number }: CoreAssignment): void => {
      const lists: Slice[][] = Array.from({ length: number }, () => []);
      for (const [v, core] of cores.entries()) lists[core]?.push(...(hypergraph.vertices[v] ?? []));
      const filled = lists.filter(({ length }) => length > 0);
      // Completing only adds cores and packets.
      if (best.completed !== undefined && isBetter(best, { lists: filled, cut: 0 })) return;
      const completed = completedCores(graph, { chip, meter, cores: filled });
      if (completed.refused !== undefined || !isWithinFanOut(chip, completed)) return;
      const found = {
        lists: completed.cores,
        cut: cutOf(completed),
        given: filled.length,
        completed,
      };
      if (isBetter(found, best)) best = found;
    };
    const fill = (own: CoreMeter): void => {
      const listsOf = vertexLists(graph, chip, own);
      for (const lists of [sequential, fillCores(graph, own, chip)]) {
        const hypergraph = hypergraphOf(graph, chip, lists.flat());
        const owners = lists.flatMap((slices, core) => slices.map(() => core));
        const start = { cores: Int32Array.from(owners), number: lists.length };
        offer(hypergraph, start);
        if (improve !== undefined)
          offer(hypergraph, improve(hypergraph, start, listsOf(hypergraph.vertices)));
      }
      for (const { slices } of atomChoices(graph, { meter: own, chip })) {
        const hypergraph = hypergraphOf(graph, chip, slices);
        for (const assign of assignments) offer(hypergraph, assign(hypergraph, listsOf));
      }
    };
    fill(meter);
    // Output axons required further cores: fill them again with an estimate of how many each neuron has.
    for (let round = 0; round < mostRounds; round++) {
      const { completed, given = 0, lists } = best;
      if (completed === undefined || lists.length <= mostRelief * given) break;
      const parts = partsOf(completed.cores);
      fill(withOutputs(meter, chip, axonsPerNeuron(graph, parts, completed.found)));
      if (best.lists === lists) break;
    }
    return best.lists;
  };
}

/** Cores in relation to those before some had too many output axons, above which all are filled again. */
const mostRelief = 1.04;
const mostRounds = 3;

interface Assigned {
  readonly lists: Slice[][];
  /** Packets per ms between cores. */
  readonly cut: number;
  /** Cores before some had too many output axons. */
  readonly given?: number;
  readonly completed?: CompletedCores;
}

function comparison(
  prefer: HypergraphOptions["prefer"],
  bound: number,
): (one: Assigned, other: Assigned) => boolean {
  // Cores up to here count as equally many.
  const enough = prefer === undefined ? 1.05 * bound : 0;
  return (one, other) => {
    const cores = Math.max(one.lists.length, enough) - Math.max(other.lists.length, enough);
    const isLess = one.cut < other.cut * (1 - 1e-9);
    const isEqual = !isLess && other.cut >= one.cut * (1 - 1e-9);
    if (prefer === "packets") return isLess || (isEqual && cores < 0);
    return cores < 0 || (cores === 0 && isLess);
  };
}

/**
 * Test whether it does not matter which neurons of a population share a core.
 *
 * Each core then holds one population, and each spike reaches all cores of a target: the fewest cores have the fewest packets.
 */
function isInterchangeable({ projections }: NetworkGraph, chip: ChipRecord): boolean {
  const isWhole = ({ pattern: { kind } }: GraphProjection): boolean =>
    kind === "all" || kind === "random";
  return limitOf(chip, "populations") === 1 && projections.every(isWhole);
}

/** Packets per ms between cores: each neuron sends one to each other core with targets. */
function cutOf({ cores, found }: CompletedCores): number {
  const parts = partsOf(cores);
  return found.flows.reduce((sum, { part, rate, targets }) => {
    const own = parts[part]?.core ?? hostCore;
    return sum + rate * (targets.length - (targets.includes(own) ? 1 : 0));
  }, 0);
}

/** Test whether neurons reach few enough cores, where a chip limits that. */
function isWithinFanOut(chip: ChipRecord, { found }: CompletedCores): boolean {
  const limit = limitOf(chip, "fan-out");
  return limit === undefined || found.widest.cores <= limit;
}
