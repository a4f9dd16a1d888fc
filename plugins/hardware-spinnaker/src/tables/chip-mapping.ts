import type { ConnectorLookup } from "@spikeloom/kernel";
import {
  allocateKeys,
  annealedPlacement,
  checkTables,
  claimsOf,
  compressTables,
  hilbertPlacement,
  type KeyBlock,
  type Machine,
  machineOf,
  neighbourExploringRoutes,
  type Placement,
  type RoutingTables,
  sequentialPartition,
  spiNNaker1,
  tablesOf,
} from "@spikeloom/mapping";
import type { NetworkProgram } from "@spikeloom/program";
import { chipGraph } from "../cores.ts";

/** A core with its neurons, its place, its keys, and the cores that receive them. */
export interface MappedCore {
  readonly population: string;
  readonly from: number;
  readonly until: number;
  /** Stages of a delay extension of the population; 0 for its neurons. */
  readonly stages: number;
  readonly x: number;
  readonly y: number;
  /** Processor of the chip: 0 is its monitor. */
  readonly p: number;
  /** Keys `base` up to `base + count - 1`, which share the bits of `mask`; undefined if nothing receives its spikes. */
  readonly keys: Pick<KeyBlock, "base" | "mask" | "count"> | undefined;
  /** Indices of cores. */
  readonly targets: readonly number[];
}

/** Cores and routing tables of a network. */
export interface ChipMapping {
  readonly machine: Machine;
  readonly cores: readonly MappedCore[];
  readonly tables: RoutingTables;
}

/** First processor of a chip that runs neurons, as its monitor is 0. */
export const firstProcessor = 1;

/**
 * Map a program onto SpiNNaker 1, and check the route of every key.
 *
 * A delay extension has the keys of all its stages: those of the first, then those of the second, and so on.
 */
export function mapProgram(
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list" | "moduleOf">,
  { chips, seed }: { readonly chips?: number | undefined; readonly seed?: number | undefined } = {},
): ChipMapping {
  const { graph, extensions } = chipGraph(program, stack);
  const partition = sequentialPartition(graph, spiNNaker1);
  const machine = machineOf(
    spiNNaker1,
    chips === undefined ? { cores: partition.cores } : { chips },
  );
  const placement = annealedPlacement(partition, hilbertPlacement(partition, machine), { seed });
  const trees = neighbourExploringRoutes(partition, placement);
  // Only the sizes of parts decide the keys: a delay extension has one for each neuron and stage.
  const parts = partition.parts.map((part) => {
    const stages = extensions.get(part.population)?.stages ?? 1;
    return { ...part, from: part.from * stages, until: part.until * stages };
  });
  const keys = allocateKeys({ ...partition, parts });
  const tables = compressTables(tablesOf(machine, trees, keys), "pairs");
  checkTables(tables, claimsOf(partition, placement, keys));
  const keysOf = new Map(keys.map((block) => [block.part, block]));
  const targetsOf = new Map(partition.flows.map(({ part, targets }) => [part, targets]));
  const cores = partition.parts.map(({ population, from, until, core }, part): MappedCore => {
    const extension = extensions.get(population);
    const targets = Array.from(targetsOf.get(part) ?? []);
    const block = targets.length === 0 ? undefined : keysOf.get(part);
    return {
      population: extension?.from ?? graph.populations[population]?.name ?? "",
      from,
      until,
      stages: extension?.stages ?? 0,
      ...placeOf(placement, core),
      keys: block && { base: block.base, mask: block.mask, count: block.count },
      targets,
    };
  });
  // Each part has a core of its own, so both have the same order.
  return { machine, cores, tables };
}

function placeOf({ machine, routers, slots }: Placement, core: number) {
  const router = routers[core] as number;
  const [x, y] = [router % machine.columns, Math.floor(router / machine.columns)];
  return { x, y, p: (slots[core] as number) + firstProcessor };
}
