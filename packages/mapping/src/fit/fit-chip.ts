import { checkOptionNames, type OptionNames, SpikeLoomError } from "@spikeloom/kernel";
import type { ChipRecord, Resource } from "../chips/chip.ts";
import {
  type CoreWork,
  countActivity,
  type NetworkActivity,
  withActivity,
  workOfCores,
} from "../energy/activity.ts";
import { energyModelOf } from "../energy/chips.ts";
import { rangeOf } from "../energy/constant.ts";
import { type EnergyEstimate, estimateEnergy, type MappedCounts } from "../energy/estimate.ts";
import type { EnergyModel } from "../energy/model.ts";
import { CHIP_CORES, MAPPING_OPTION } from "../errors.ts";
import type { NetworkGraph } from "../graph/network-graph.ts";
import { type Mapping, type MappingOptions, mapNetwork } from "../map-network.ts";
import { limitErrors } from "../partition/limit-errors.ts";
import { packetsTo } from "../placement/traffic.ts";

/** Options of a fit: the spikes of a run, and those of the mapping. */
export interface FitOptions {
  readonly activity: NetworkActivity;
  readonly mapping?: MappingOptions;
  /** Energies of the chip; by default those of `energyModelOf`. */
  readonly energy?: EnergyModel;
}

/** Codes of the limits of chips. */
const limitCodes: ReadonlySet<string> = new Set(
  [CHIP_CORES, ...Object.values(limitErrors)].map(({ code }) => code),
);

const names: OptionNames<FitOptions> = { activity: true, mapping: true, energy: true };

/** A network on a chip, or why it does not fit. */
export type ChipFit = FittingChip | RefusingChip;

/** A network that fits a chip. */
export interface FittingChip {
  readonly fits: true;
  readonly chip: ChipRecord;
  readonly energyModel: EnergyModel;
  readonly mapping: Mapping;
  /** Resource that is the fullest on most cores, and its greatest use as a share of the limit. */
  readonly binding: { readonly resource: Resource; readonly most: number };
  /** Fewest cores that any mapping takes. */
  readonly bound: Mapping["partition"]["bound"];
  readonly cores: number;
  /** Chips with a core in use. */
  readonly chips: number;
  readonly boards: { readonly name: string; readonly count: number };
  /** Packets times links in the run. */
  readonly hops: number;
  readonly energy: EnergyEstimate;
}

/** A network that does not fit a chip. */
export interface RefusingChip {
  readonly fits: false;
  readonly chip: ChipRecord;
  readonly energyModel: EnergyModel;
  /** Says which limit is exceeded, where, and what would help. */
  readonly error: SpikeLoomError;
}

/** Map a network onto a chip, and estimate the time and the energy of a run. */
export function fitChip(graph: NetworkGraph, chip: ChipRecord, options: FitOptions): ChipFit {
  checkOptionNames(options, names, "fitChip", ["activity"]);
  const { activity } = options;
  const energyModel = options.energy ?? energyModelOf(chip.name);
  if (energyModel === undefined) {
    throw MAPPING_OPTION({
      place: "energy",
      message: "There are no energies of this chip.",
      expected: "an energy model",
      got: chip.name,
    });
  }
  const measured = withActivity(graph, activity);
  const counts = countActivity(measured, activity);
  let mapping: Mapping;
  try {
    mapping = mapNetwork(measured, chip, options.mapping);
  } catch (error) {
    if (!(error instanceof SpikeLoomError) || !limitCodes.has(error.code)) throw error;
    return { fits: false, chip, energyModel, error };
  }
  const { partition, load } = mapping;
  const mapped = mappedCounts(measured, mapping, { activity, energyModel });
  const binding = partition.use.toSorted((a, b) => b.binds - a.binds || b.most - a.most)[0];
  return {
    fits: true,
    chip,
    energyModel,
    mapping,
    binding: { resource: binding?.resource ?? "neurons", most: binding?.most ?? 0 },
    bound: partition.bound,
    cores: partition.cores,
    chips: mapped.chips,
    boards: boardsOf(chip, mapped.chips),
    hops: load.hops * activity.steps * activity.dt,
    energy: estimateEnergy(energyModel, counts, mapped),
  };
}

interface MappedRun {
  readonly activity: NetworkActivity;
  readonly energyModel: EnergyModel;
}

function mappedCounts(
  graph: NetworkGraph,
  { partition, placement, load }: Mapping,
  { activity: { steps, dt }, energyModel: { step } }: MappedRun,
): MappedCounts {
  const duration = steps * dt;
  const { parts, flows, cores } = partition;
  let packets = 0;
  for (const flow of flows) {
    const core = parts[flow.part]?.core ?? -1;
    for (const [k, target] of flow.targets.entries()) {
      if (target !== core) packets += packetsTo(flow, k, parts) * duration;
    }
  }
  const work = workOfCores(graph, partition, dt);
  // Where a clock gives the step, only the order of cores matters: by synapses.
  const [ofSynapse, ofUpdate] =
    step.kind === "clock" ? [1, 0] : [rangeOf(step.synapse).high, rangeOf(step.update).high];
  const timeOf = (one: CoreWork): number =>
    ofSynapse * one.synapticOperations + ofUpdate * one.updates;
  const idle: CoreWork = { synapticOperations: 0, updates: 0 };
  const busiest = work.reduce((most, one) => (timeOf(one) > timeOf(most) ? one : most), idle);
  return {
    chips: chipsInUse(placement),
    cores,
    packets,
    hops: load.hops * duration,
    longestPath: load.longest,
    busiest,
  };
}

/** Count the chips on which a core is in use. */
function chipsInUse({ machine, routers }: Mapping["placement"]): number {
  const { columns, rows } = machine.chip.routers;
  const across = Math.ceil(machine.columns / columns);
  const chipOf = (router: number): number =>
    Math.floor(Math.floor(router / machine.columns) / rows) * across +
    Math.floor((router % machine.columns) / columns);
  return Math.max(1, new Set(Array.from(routers, chipOf)).size);
}

/** The smallest board that holds the chips, or as many of the largest as it takes. */
function boardsOf({ boards }: ChipRecord, chips: number): FittingChip["boards"] {
  const one = boards.find((board) => board.chips >= chips) ?? boards.at(-1);
  if (one === undefined) return { name: "chip", count: chips };
  return { name: one.name, count: Math.ceil(chips / one.chips) };
}
