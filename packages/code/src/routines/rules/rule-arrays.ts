import type { Motion as MotionProgram, SynapseProgram } from "@spikeloom/program";
import type { Builder } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";
import type { SpikeLists, SynapseRows } from "../delivery/synapse-rows.ts";

/** Kinds of variables that evolve between events. */
export type MotionKind = "synapse" | "source" | "target" | "common";

/** Evolution of the variables of one kind between events. */
export interface Motion {
  /** Variables with linear evolution, by tables. */
  readonly linear: LinearMotion;
  /** Values of all others after an interval, `elapsed`. */
  readonly own: MotionProgram["own"];
  readonly dt: number;
}

/** Variables with linear evolution, by tables of coefficients. */
export interface LinearMotion {
  readonly type: FloatType;
  readonly states: readonly string[];
  readonly terms: readonly MotionTerm[];
  /** Number of bits of the step count that each level of tables covers, starting with the lowest. */
  readonly bits: readonly number[];
}

/** A term of a sum: a coefficient times `from`, or the coefficient alone. */
export interface MotionTerm {
  readonly to: string;
  readonly from: string | undefined;
  /** The coefficients, level by level, indexed by the bits of each. */
  readonly table: ArrayPlace;
}

/**
 * Records of several fields, with pointers to them.
 *
 * A pointer is the index into the arrays of fields: the number of a record if each field has a separate array, or an
 * address if fields are adjacent.
 */
export interface Records<Field extends string, Words extends ArrayPlace = ArrayPlace> {
  /** The pointer to the first record, and the distance to the next. */
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

/** Arrays by the names of the variables that they contain. */
export type Named<Array extends ArrayPlace = ArrayPlace> = ReadonlyMap<string, Array>;

/** Data stored for each source and delay, with the variables of the source. */
export interface SegmentRecords<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> extends Records<"from" | "last", Words> {
  readonly variables: Named<Floats>;
}

/**
 * Recent spikes of each target: a ring of entries, and a pointer to the newest.
 *
 * An entry contains the step in which the spike was sent, the target's traces after it, and those before it that its
 * own event reads. The last entry has a spike that nothing reads.
 */
export interface SpikeHistory<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  /** Number of entries of a ring; a power of two. */
  readonly capacity: number;
  /** A ring starts at a multiple of its size. */
  readonly entries: Records<"sent", Words>;
  readonly newest: Words;
  readonly after: Named<Floats>;
  readonly before: Named<Floats>;
  /** A copy of the last spikes, if several synapses of a row are processed at once. */
  readonly recent: RecentSpikes<Floats, Words> | undefined;
}

/**
 * The last six spikes of each target in adjacent memory, so that most synapses need one cache line.
 *
 * First the steps in which they were sent, newest first; then the traces after the newest two, and those before the
 * newest five, each by variable and then by spike.
 */
export interface RecentSpikes<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> extends Records<"sent", Words> {
  readonly after: Named<Floats>;
  readonly before: Named<Floats>;
}

/** Number of adjacent spikes of a target, by field. */
export const recentSpikes = { sent: 6, after: 2, before: 5 } as const;

/**
 * Variables stored once, step by step, for as many steps as the longest dendritic delay.
 *
 * Rings of numbers: traces before and after the named events of a step, third factors, and counts of events.
 */
export interface CommonRings<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  /** Number of steps of a ring; a power of two. */
  readonly length: number;
  readonly before: Named<Floats>;
  readonly after: Named<Floats>;
  readonly modulators: Named<Floats>;
  readonly events: Named<Words>;
}

/** Data for applying spikes of targets immediately: own spikes, and the synapses of each target. */
export interface EagerArrays<Words extends ArrayPlace = ArrayPlace> extends SpikeLists<Words> {
  /** Start of the synapses of each target and delay. */
  readonly offsets: Words;
  /** Indices of synapses, and pointers to their segments. */
  readonly synapses: Words;
  readonly segments: Words;
}

/** The synapses of a plastic projection, with all data of its rule. */
export interface RuleArrays<
  Floats extends ArrayPlace = ArrayPlace,
  Words extends ArrayPlace = ArrayPlace,
> {
  readonly program: SynapseProgram;
  /** Its index among the rules of the network, by which draws are requested. */
  readonly number: number;
  /** Whether spikes of targets are deferred until a spike of the source arrives. */
  readonly lazy: boolean;
  /** The end to which drawn rows belong, whose neurons key the draws of synapses. */
  readonly drawnBy: "source" | "target";
  readonly precision: FloatType;
  readonly dt: number;
  readonly table: SynapseRows;
  /** The targets of these synapses: every n-th neuron of their population, from one on. */
  readonly part: { readonly start: number; readonly every: number; readonly size: number };
  /** Variables of each synapse, including the weight. */
  readonly variables: Named<Floats>;
  /** Step of the last event of each synapse, in its own time, if any of its variables evolves. */
  readonly last: Words | undefined;
  /** The index of each synapse in its drawn row, if anything is drawn. */
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
  /** One number: entries older than this step may be overwritten. */
  readonly safe: Words;
  readonly common: CommonRings<Floats, Words>;
  /** Variables of neurons at the start of the step, and traces that follow them. */
  readonly ends: Named<Floats>;
  /** Inputs of the targets to which it couples. */
  readonly inputs: Named<Floats>;
  readonly eager: EagerArrays<Words> | undefined;
  readonly structure: StructureArrays<Floats> | undefined;
}

/** Results of tests for structural plasticity. */
export interface StructureArrays<Floats extends ArrayPlace = ArrayPlace> {
  /** A byte for each synapse: whether it is to be removed. */
  readonly marks: ArrayPlace;
  /** The number of new synapses of each target. */
  readonly additions: Floats;
}
