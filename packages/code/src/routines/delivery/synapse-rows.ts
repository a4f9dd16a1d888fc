import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";

/**
 * Synapses of one source population, ready for delivery.
 *
 * Rows by source, in them segments by delay, in these synapses in order of creation. Sums of an
 * accumulator run in the order (delay, source, creation); those of a ring in the order (step of the
 * spike, source, creation).
 */
export interface SynapseRows<Array extends ArrayPlace = ArrayPlace> {
  /** Neurons of the source population. */
  readonly sources: number;
  readonly count: number;
  /** Segments of each row: one for each delay, or the whole row where it is added to a ring. */
  readonly segments: number;
  /** Steps of the delay of each segment; read where rows are cut into segments. */
  readonly delays: Array;
  /** Where each segment starts, and where the last one ends. */
  readonly offsets: Array;
  /** The index of each target's sum; packed with a weight it is `index << 15 | weight`. */
  readonly targets: Array;
  readonly weights: RowWeights<Array>;
  /** The sums that weights end in. */
  readonly sums: ArrayPlace<FloatType>;
  /** Sums of the steps to come, where rows are delivered when their spike is sent. */
  readonly ring: RowRing<Array> | undefined;
}

/** One weight for all synapses, one for each, or one below each index, in units. */
export type RowWeights<Array extends ArrayPlace = ArrayPlace> =
  | { readonly kind: "constant"; readonly weight: number }
  | { readonly kind: "each"; readonly array: Array }
  | { readonly kind: "packed"; readonly unit: number };

/** Sums of the steps to come: one row of sums for each step. */
export interface SumRing {
  readonly sums: ArrayPlace<FloatType>;
  /** Steps; a power of two above the longest delay. */
  readonly length: number;
  /** Sums of a step. */
  readonly width: number;
}

/** A ring of sums, one for each index, with the delay of each synapse. */
export interface RowRing<Array extends ArrayPlace = ArrayPlace> extends SumRing {
  readonly delays: Array;
}

/** Recent spikes of a population: one list per step, as far back as delays reach. */
export interface SpikeLists<Array extends ArrayPlace = ArrayPlace> {
  /** Lists kept; a power of two. */
  readonly length: number;
  /** Spikes that one list has room for. */
  readonly capacity: number;
  readonly lists: Array;
  readonly counts: Array;
}

/** What delivery reads and writes. */
export interface RowDelivery {
  readonly rows: SynapseRows;
  readonly spikes: SpikeLists;
  /** `rangeWords` words that all deliveries of a memory may use together. */
  readonly ranges: ArrayPlace;
}

/** Ranges that are collected before they are walked; each is a first and an end. */
export const rangesHeld = 256;

/** Words that delivery needs to remember what it does next. */
export const rangeWords: number = 2 * rangesHeld + 16;

/** Bits of a weight that is packed with its target's index, its sign included. */
export const packedBits = 15;
