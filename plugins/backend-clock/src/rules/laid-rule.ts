import type { SynapseProgram } from "@spikeloom/program";
import type { RuledProjection } from "../job-plan.ts";
import type { Part } from "../share.ts";
import type { SpikeRing } from "../spike-rings.ts";
import type { KeptArrays } from "../synapses/kept-arrays.ts";
import type { SynapseTable } from "../synapses/synapse-table.ts";
import type { MotionTable } from "./motion-table.ts";

/** Kinds of variables that move between events. */
export type MotionKind = "synapse" | "source" | "target" | "common";

/** The synapses of a ruled projection in a shard, with the places of all that belongs to them. */
export interface LaidRule {
  readonly ruled: RuledProjection;
  /** Its number among the ruled projections of the network. */
  readonly number: number;
  readonly precision: "f64" | "f32";
  readonly dt: number;
  /** Steps that the convention adds to each delay. */
  readonly shift: number;
  /** Synapse time at time zero: one before that of a spike in the first step where spikes are stamped at its end. */
  readonly zero: number;
  readonly table: SynapseTable;
  readonly kept: KeptArrays;
  readonly part: Part;
  readonly spikes: SpikeRing;
  readonly tables: Readonly<Record<MotionKind, MotionTable>>;
  readonly segment: SegmentLayout;
  readonly history: HistoryLayout;
  readonly address: RuleAddresses;
  /** Dendritic steps of each delay, and whether spikes of the target come first there. */
  readonly columns: readonly { readonly dendritic: number; readonly late: boolean }[];
  readonly eager: EagerLayout | undefined;
}

/**
 * What is kept for each source and delay.
 *
 * The first step at whose synapse time spikes of targets have not been applied, the synapse time of the
 * last spike, both i32; then the source's variables.
 */
export interface SegmentLayout {
  readonly bytes: number;
  readonly variables: ReadonlyMap<string, number>;
}

/** The bytes of `from` and `last` in a segment. */
export const segmentWords = { from: 0, last: 4 } as const;

/**
 * Recent spikes of each target: a ring of entries, which a pointer to the newest belongs to.
 *
 * An entry holds the step in which the spike was sent, the target's traces after it, and those before it
 * that its own event reads.
 */
export interface HistoryLayout {
  /** Entries of a ring, and bytes of an entry and of a ring; powers of two. */
  readonly capacity: number;
  readonly entry: number;
  readonly ring: number;
  readonly after: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, number>;
  readonly recent: RecentLayout | undefined;
}

/**
 * The last six spikes of each target side by side, so that most synapses need one line of memory.
 *
 * First the steps in which they were sent, newest first; then the traces after the newest two, and those
 * before the newest five, each by variable and then by spike.
 */
export interface RecentLayout {
  readonly bytes: number;
  readonly after: ReadonlyMap<string, number>;
  readonly before: ReadonlyMap<string, number>;
}

/** Spikes of a target whose steps are kept side by side, and those whose traces are. */
export const recentSteps = 6;
export const recentAfter = 2;
export const recentBefore = 5;

/** Byte addresses; 0 where there is nothing. */
export interface RuleAddresses {
  /** By delay: dendritic steps, 1 where spikes of the target come first, first step not applied to all. */
  readonly columns: number;
  /** Entries older than this step may be written over. */
  readonly safe: number;
  readonly segments: number;
  /** Step of the last event of each synapse, in its own time. */
  readonly last: number;
  readonly newest: number;
  readonly history: number;
  readonly recent: number;
  readonly common: CommonLayout;
  /** A byte for each synapse that is to be removed, and a number of new ones for each target. */
  readonly marks: number;
  readonly additions: number;
  readonly modulators: ReadonlyMap<string, number>;
  /** How often each named event is asked for by code at the start of the next step: i32. */
  readonly triggers: ReadonlyMap<string, number>;
  /** Copies of neurons' variables at the start of the step, and traces that follow them. */
  readonly ends: ReadonlyMap<string, number>;
}

/**
 * What is kept once, step by step: as far back as a synapse with a dendritic delay looks.
 *
 * Rings of numbers: traces before and after the named events of a step, third factors, and counts of events as i32.
 */
export interface CommonLayout {
  /** Steps of a ring; a power of two. */
  readonly length: number;
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
  readonly modulators: ReadonlyMap<string, number>;
  readonly events: ReadonlyMap<string, number>;
}

/** Bytes of a delay among the columns, and what is where in them. */
export const columnBytes = 12;
export const columnWords = { dendritic: 0, late: 4, applied: 8 } as const;

/** What applying spikes of targets at once needs. */
export interface EagerLayout {
  /** Steps of the ring of own spikes; a power of two. */
  readonly length: number;
  readonly capacity: number;
  readonly lists: number;
  readonly counts: number;
  /** Where the synapses of each target and delay start: u32. */
  readonly offsets: number;
  /** Numbers of synapses, and addresses of their segments: u32. */
  readonly synapses: number;
  readonly segments: number;
}

/** A step before all others, though within reach of two levels of tables: of a spike that never was. */
export const never: number = -(2 ** 23);

/** How often code may ask for a named event to come in one step. */
export const mostTriggers = 4096;

/** Whether variables of a synapse move between events, so that it has to know when the last one was. */
export function movesSynapses({ motion }: SynapseProgram): boolean {
  return motion.synapse.systems.length + motion.synapse.own.length > 0;
}
