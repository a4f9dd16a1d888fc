import type { FloatType, Named, RuleArrays } from "@spikeloom/code";
import type { CountedSpikes, SynapseProgram } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import type { PlacedArray } from "../placed.ts";
import type { Part } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { SynapseTable } from "../synapses/synapse-table.ts";
import type { SpikeCountRing } from "./spike-counts.ts";

/** The synapses of a ruled projection in a shard, with the places of all that belongs to them. */
export interface LaidRule extends RuleArrays<PlacedArray<FloatType>, PlacedArray<"i32">> {
  readonly ruled: RuledProjection;
  /** Steps that the convention adds to each delay. */
  readonly shift: number;
  /** Synapse time at time zero: one before that of a spike in the first step where spikes are stamped at its end. */
  readonly zero: number;
  readonly table: SynapseTable;
  readonly part: Part;
  readonly spikes: SpikeRing;
  /** Third factors as they are, one number each. */
  readonly modulators: Named<PlacedArray<FloatType>>;
  /** How often each named event is asked for by code at the start of the next step. */
  readonly triggers: Named<PlacedArray<"i32">>;
  /** Spikes on their way to its named events and third factors. */
  readonly spikeCounts: ReadonlyMap<CountedSpikes, SpikeCountRing>;
}

/** A step before all others, though within reach of two levels of tables: of a spike that never was. */
export const never: number = -(2 ** 23);

/** How often code may ask for a named event to come in one step. */
export const mostTriggers = 4096;

/** Whether variables of a synapse move between events, so that it has to know when the last one was. */
export function movesSynapses({ motion }: SynapseProgram): boolean {
  return motion.synapse.systems.length + motion.synapse.own.length > 0;
}

/** Steps of the longest dendritic delay of a rule. */
export function longestOf(columns: LaidRule["columns"]): number {
  return Math.max(0, ...columns.map(({ dendritic }) => dendritic));
}
