import { checkOptionNames, type OptionNames } from "@spikeloom/kernel";
import { checkDestinations } from "./check/check-destinations.ts";
import { checkTables } from "./check/check-tables.ts";
import { claimsOf } from "./check/claims.ts";
import { type ChipRecord, limitOf } from "./chips/chip.ts";
import { CHIP_TABLE, MAPPING_OPTION } from "./errors.ts";
import type { NetworkGraph } from "./graph/network-graph.ts";
import {
  greedyPartition,
  type HypergraphOptions,
  hypergraphPartition,
} from "./partition/packed.ts";
import type { Partition } from "./partition/partition.ts";
import { sequentialPartition } from "./partition/sequential.ts";
import { type AnnealOptions, annealedPlacement } from "./placement/anneal.ts";
import { forceDirectedPlacement } from "./placement/force-directed.ts";
import { machineOf } from "./placement/machine.ts";
import { hilbertPlacement, type Placement, sequentialPlacement } from "./placement/placement.ts";
import { spectralPlacement } from "./placement/spectral.ts";
import { type Destination, destinationsOf } from "./routing/destinations.ts";
import { allocateKeys, type KeyBlock } from "./routing/keys.ts";
import { destinationLoad, type LinkLoad, treeLoad } from "./routing/load.ts";
import { neighbourExploringRoutes } from "./routing/neighbour-exploring.ts";
import type { Tree } from "./routing/tree.ts";
import { xyRoutes } from "./routing/xy.ts";
import {
  type Compression,
  compressTables,
  type TableSizes,
  tableSizes,
} from "./tables/compress.ts";
import { type RoutingTables, tablesOf } from "./tables/table.ts";

type PartitionName = "sequential" | "greedy" | "hypergraph";
type PlacementName = "sequential" | "hilbert" | "spectral";
type Refinement = "none" | "annealed" | "force-directed";
type RoutingName = "xy" | "neighbour-exploring";

/** Stage of a mapping: neurons to cores, cores to places, routes, their check. */
export type MappingStage = "partition" | "placement" | "routes" | "check";

type Divide = (graph: NetworkGraph, chip: ChipRecord, options: HypergraphOptions) => Partition;

const partitions: Readonly<Record<PartitionName, Divide>> = {
  sequential: sequentialPartition,
  greedy: (graph, chip, { prefer }) => greedyPartition(graph, chip, { prefer }),
  hypergraph: (graph, chip, { seed, prefer }) => hypergraphPartition(graph, chip, { seed, prefer }),
};
const placements: Readonly<Record<PlacementName, typeof hilbertPlacement>> = {
  sequential: sequentialPlacement,
  hilbert: hilbertPlacement,
  spectral: spectralPlacement,
};
const refinements: Readonly<Record<Refinement, typeof annealedPlacement>> = {
  none: (_, start) => start,
  annealed: annealedPlacement,
  "force-directed": forceDirectedPlacement,
};
const routings: Readonly<Record<RoutingName, typeof xyRoutes>> = {
  xy: xyRoutes,
  "neighbour-exploring": neighbourExploringRoutes,
};

/** Algorithms of a mapping, by name. */
export interface MappingOptions extends AnnealOptions, HypergraphOptions {
  readonly partition?: PartitionName;
  readonly placement?: PlacementName;
  /** How the placement is improved; annealed by default, and `none` keeps it. */
  readonly refine?: Refinement;
  /** Trees of chips with routing tables; packets of other chips go along x, then y. */
  readonly routing?: RoutingName;
  /** How routing tables are shortened; by pairs by default. */
  readonly compression?: Compression;
  /** Number of chips; as few as hold the cores by default. */
  readonly chips?: number;
  /** Called before each stage, all of which occupy the thread. */
  readonly onStage?: ((stage: MappingStage) => void) | undefined;
}

const names: OptionNames<MappingOptions> = {
  partition: true,
  placement: true,
  refine: true,
  routing: true,
  compression: true,
  chips: true,
  seed: true,
  moves: true,
  prefer: true,
  onStage: true,
};

/** Routing by tables, for chips that look keys up. */
export interface TableRouting {
  readonly kind: "tables";
  readonly trees: readonly Tree[];
  readonly keys: readonly KeyBlock[];
  readonly tables: RoutingTables;
  /** Entries of the longest table and of all. */
  readonly sizes: { readonly uncompressed: TableSizes; readonly compressed: TableSizes };
}

/** Routing by destination, for chips whose packets carry their target. */
export interface DestinationRouting {
  readonly kind: "destinations";
  readonly destinations: readonly Destination[];
}

/** A network on a chip: cores, their places, and routes that have been checked. */
export interface Mapping {
  readonly partition: Partition;
  readonly placement: Placement;
  readonly routing: TableRouting | DestinationRouting;
  readonly load: LinkLoad;
}

/**
 * Map a network onto a chip, and check the route of every key.
 *
 * Throws the error of the first limit of the chip that the network exceeds.
 */
export function mapNetwork(
  graph: NetworkGraph,
  chip: ChipRecord,
  options: MappingOptions = {},
): Mapping {
  checkOptionNames(options, names, "mapNetwork");
  const { chips, seed, moves, onStage } = options;
  onStage?.("partition");
  const divide = choose(partitions, options.partition ?? "hypergraph", "partition");
  const partition = divide(graph, chip, options);
  onStage?.("placement");
  const machine = machineOf(chip, chips === undefined ? { cores: partition.cores } : { chips });
  const place = choose(placements, options.placement ?? "hilbert", "placement");
  const start = place(partition, machine);
  const improve = choose(refinements, options.refine ?? "annealed", "refine");
  const improved = improve(partition, start, { seed, moves });
  if (chip.routing === "tables") return routedByTables(partition, [improved, start], options);
  onStage?.("routes");
  const destinations = destinationsOf(partition, improved);
  onStage?.("check");
  checkDestinations(machine, destinations, claimsOf(partition, improved));
  const load = destinationLoad(partition, improved);
  return {
    partition,
    placement: improved,
    routing: { kind: "destinations", destinations },
    load,
  };
}

/** Route by tables on the placement whose trees have the fewest links. */
function routedByTables(
  partition: Partition,
  placements: readonly Placement[],
  { routing, compression = "pairs", onStage }: MappingOptions,
): Mapping {
  onStage?.("routes");
  const route = choose(routings, routing ?? "neighbour-exploring", "routing");
  // Force-directed moves do not know that trees share links, and annealing estimates it: the start may need fewer.
  const routed = [...new Set(placements)].map((placement) => {
    const trees = route(partition, placement);
    return { placement, trees, load: treeLoad(partition, placement, trees) };
  });
  const { placement, trees, load } = routed.toSorted(
    (a, b) => a.load.hops - b.load.hops,
  )[0] as Routed;
  const keys = allocateKeys(partition);
  const uncompressed = tablesOf(placement.machine, trees, keys);
  const tables = compressTables(uncompressed, compression);
  const sizes = { uncompressed: tableSizes(uncompressed), compressed: tableSizes(tables) };
  checkSizes(tables, partition.chip);
  onStage?.("check");
  checkTables(tables, claimsOf(partition, placement, keys));
  return { partition, placement, routing: { kind: "tables", trees, keys, tables, sizes }, load };
}

function choose<Choices extends object, Name extends keyof Choices>(
  choices: Choices,
  name: Name,
  place: string,
): Choices[Name] {
  if (Object.hasOwn(choices, name)) return choices[name];
  throw MAPPING_OPTION({
    place,
    message: "There is no such algorithm.",
    expected: Object.keys(choices).join(", "),
    got: String(name),
  });
}

interface Routed {
  readonly placement: Placement;
  readonly trees: readonly Tree[];
  readonly load: LinkLoad;
}

/** Check that no routing table has more entries than a router holds. */
function checkSizes({ tables }: RoutingTables, chip: ChipRecord): void {
  const limit = limitOf(chip, "table-entries") ?? Number.POSITIVE_INFINITY;
  const largest = tables.toSorted((a, b) => b.entries.length - a.entries.length)[0];
  if (largest === undefined || largest.entries.length <= limit) return;
  const { router, entries } = largest;
  throw CHIP_TABLE({ place: `router ${router}`, chip: chip.name, limit, value: entries.length });
}
