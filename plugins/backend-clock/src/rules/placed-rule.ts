import type { FloatType, Named, RuleArrays } from "@spikeloom/code";
import type { CountedSpikes, SynapseProgram } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import type { PlacedArray } from "../placed.ts";
import type { Part } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { SynapseTable } from "../synapses/synapse-table.ts";
import type { SpikeCountRing } from "./spike-counts.ts";

/** The synapses of a ruled projection in a shard, with the addresses of everything that belongs to them. */
export interface PlacedRule extends RuleArrays<PlacedArray<FloatType>, PlacedArray<"i32">> {
  readonly ruled: RuledProjection;
  /** Steps that the convention adds to each delay. */
  readonly shift: number;
  /** Synapse time at time zero: one before that of a spike in the first step if spikes are stamped at its end. */
  readonly zero: number;
  readonly table: SynapseTable;
  readonly part: Part;
  readonly spikes: SpikeRing;
  /** Third factors without conversion, one number each. */
  readonly modulators: Named<PlacedArray<FloatType>>;
  /** Number of triggers of each named event by code at the start of the next step. */
  readonly triggers: Named<PlacedArray<"i32">>;
  /** Spikes in transit to its named events and third factors. */
  readonly spikeCounts: ReadonlyMap<CountedSpikes, SpikeCountRing>;
}

/** A step before all others, though within reach of two levels of tables: that of a spike that never occurred. */
export const never: number = -(2 ** 23);

/** Maximum number of triggers of a named event by code in one step. */
export const mostTriggers = 4096;

/** Whether variables of a synapse evolve between events, so that it must know the time of the last one. */
export function movesSynapses({ motion }: SynapseProgram): boolean {
  return motion.synapse.systems.length + motion.synapse.own.length > 0;
}

/** Steps of the longest dendritic delay of a rule. */
export function longestOf(columns: PlacedRule["columns"]): number {
  return Math.max(0, ...columns.map(({ dendritic }) => dendritic));
}
