import type { SynapseProgram } from "@spikeloom/program";
import type { Builder } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";
import type { SpikeLists, SynapseRows } from "../delivery/synapse-rows.ts";
import type { Motion } from "./linear-motion.ts";

/** Kinds of variables that move between events. */
export type MotionKind = "synapse" | "source" | "target" | "common";

/**
 * Records of several fields, with pointers to them.
 *
 * A pointer is what the field's arrays are indexed by: the number of a record where each field has an
 * array of its own, or an address where fields lie side by side.
 */
export interface Records<Field extends string, Words extends ArrayPlace = ArrayPlace> {
  /** The pointer to the first record, and from each to the next. */
  readonly first: number;
  readonly stride: number;
  readonly fields: Readonly<Record<Field, Words>>;
}

/** The pointer to a record. */
export function pointerTo(
  b: Builder,
  { first, stride }: Pick<Records<never>, "first" | "stride">,
  number: Value,
): Value {
  const distance = stride === 1 ? number : b.apply("mul", number, b.i32(stride));
  return first === 0 ? distance : b.apply("add", distance, b.i32(first));
}

/** Arrays by the names of the variables that they hold. */
export type Named<Array extends ArrayPlace = ArrayPlace> = ReadonlyMap<string, Array>;

/** What is kept for each source and delay, with the variables of the source. */
export interface SegmentRecords<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> extends Records<"from" | "last", Words> {
  readonly variables: Named<Floats>;
}

/**
 * Recent spikes of each target: a ring of entries, and a pointer to the newest.
 *
 * An entry holds the step in which the spike was sent, the target's traces after it, and those before it
 * that its own event reads. The last entry has no spike that anybody asks for.
 */
export interface SpikeHistory<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  /** Entries of a ring; a power of two. */
  readonly capacity: number;
  /** A ring begins at a multiple of its size. */
  readonly entries: Records<"sent", Words>;
  readonly newest: Words;
  readonly after: Named<Floats>;
  readonly before: Named<Floats>;
  /** The last spikes once more, where synapses of a row are done several at once. */
  readonly recent: RecentSpikes<Floats, Words> | undefined;
}

/**
 * The last six spikes of each target side by side, so that most synapses need one line of memory.
 *
 * First the steps in which they were sent, newest first; then the traces after the newest two, and those
 * before the newest five, each by variable and then by spike.
 */
export interface RecentSpikes<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> extends Records<"sent", Words> {
  readonly after: Named<Floats>;
  readonly before: Named<Floats>;
}

/** How many spikes of a target are kept side by side, by what of them. */
export const recentSpikes = { sent: 6, after: 2, before: 5 } as const;

/**
 * What is kept once, step by step: as far back as a synapse with a dendritic delay looks.
 *
 * Rings of numbers: traces before and after the named events of a step, third factors, and counts of events.
 */
export interface CommonRings<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  /** Steps of a ring; a power of two. */
  readonly length: number;
  readonly before: Named<Floats>;
  readonly after: Named<Floats>;
  readonly modulators: Named<Floats>;
  readonly events: Named<Words>;
}

/** What applying spikes of targets at once needs: own spikes, and the synapses of each target. */
export interface EagerArrays<Words extends ArrayPlace = ArrayPlace> extends SpikeLists<Words> {
  /** Where the synapses of each target and delay start. */
  readonly offsets: Words;
  /** Numbers of synapses, and pointers to their segments. */
  readonly synapses: Words;
  readonly segments: Words;
}

/** The synapses of a plastic projection, with all that its rule keeps. */
export interface RuleArrays<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  readonly program: SynapseProgram;
  /** Its number among the rules of the network, which draws are asked for with. */
  readonly number: number;
  /** Whether spikes of targets wait until a spike of the source comes. */
  readonly lazy: boolean;
  /** The end that rows belong to as they are drawn, whose neurons key the draws of synapses. */
  readonly drawnBy: "source" | "target";
  readonly precision: FloatType;
  readonly dt: number;
  readonly table: SynapseRows;
  /** The targets whose synapses these are: every so many neurons of their population, from one on. */
  readonly part: { readonly start: number; readonly every: number; readonly size: number };
  /** Variables of each synapse, the weight included. */
  readonly variables: Named<Floats>;
  /** Step of the last event of each synapse, in its own time; where any of its variables moves. */
  readonly last: Words | undefined;
  /** The place of each synapse in its row as it was drawn, where anything is drawn. */
  readonly numbers: Words | undefined;
  /** Spikes of the sources. */
  readonly spikes: SpikeLists<Words>;
  readonly motion: Readonly<Record<MotionKind, Motion>>;
  /** Dendritic steps of each delay, and whether spikes of the target come first there. */
  readonly columns: readonly { readonly dendritic: number; readonly late: boolean }[];
  /** The same by delay, with the first step not applied to all. */
  readonly delays: Records<"dendritic" | "late" | "applied", Words>;
  readonly segments: SegmentRecords<Floats, Words>;
  readonly history: SpikeHistory<Floats, Words>;
  /** One number: entries older than this step may be written over. */
  readonly safe: Words;
  readonly common: CommonRings<Floats, Words>;
  /** Variables of neurons at the start of the step, and traces that follow them. */
  readonly ends: Named<Floats>;
  /** Inputs of the targets that it couples to. */
  readonly inputs: Named<Floats>;
  readonly eager: EagerArrays<Words> | undefined;
  readonly structure: StructureArrays<Floats> | undefined;
}

/** What tests of synapses that come and go leave. */
export interface StructureArrays<Floats extends ArrayPlace = ArrayPlace> {
  /** A byte for each synapse that is to be removed. */
  readonly marks: ArrayPlace;
  /** A number of new ones for each target. */
  readonly additions: Floats;
}
