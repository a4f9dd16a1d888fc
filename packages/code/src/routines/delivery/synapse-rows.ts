import type { ArrayPlace } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";

/**
 * Synapses of one source population, ready for delivery.
 *
 * Rows are sorted by source, the segments in them by delay, and the synapses in these by creation. Sums of an
 * accumulator are evaluated in the order (delay, source, creation); those of a ring in the order (step of the spike,
 * source, creation).
 */
export interface SynapseRows<Array extends ArrayPlace = ArrayPlace> {
  /** Neurons of the source population. */
  readonly sources: number;
  readonly count: number;
  /** Number of segments per row: one per delay, or a single one if the complete row is added to a ring. */
  readonly segments: number;
  /** Delay of each segment in steps; used if rows are divided into segments. */
  readonly delays: Array;
  /** Start of each segment, and the end of the last one. */
  readonly offsets: Array;
  /** Whether most rows reach most sums in their range, so that the indices of their targets are often consecutive. */
  readonly hasDenseRows: boolean;
  /** The index of each target's sum; packed with a weight it is `index << 15 | weight`. */
  readonly targets: Array;
  readonly weights: RowWeights<Array>;
  /** The destination sums of weights. */
  readonly sums: ArrayPlace<FloatType>;
  /** Sums of future steps, if rows are delivered when their spike is sent. */
  readonly ring: RowRing<Array> | undefined;
}

/** One weight for all synapses, one for each, or one below each index, in units. */
export type RowWeights<Array extends ArrayPlace = ArrayPlace> =
  | { readonly kind: "constant"; readonly weight: number }
  | { readonly kind: "each"; readonly array: Array }
  | { readonly kind: "packed"; readonly unit: number };

/** Sums of future steps: one row of sums per step. */
export interface SumRing {
  readonly sums: ArrayPlace<FloatType>;
  /** Number of steps; a power of two above the longest delay. */
  readonly length: number;
  /** Number of sums per step. */
  readonly width: number;
}

/** A ring of sums, one for each index, with the delay of each synapse. */
export interface RowRing<Array extends ArrayPlace = ArrayPlace> extends SumRing {
  readonly delays: Array;
}

/** Recent spikes of a population: one list per step, covering the longest delay. */
export interface SpikeLists<Array extends ArrayPlace = ArrayPlace> {
  /** Number of lists; a power of two. */
  readonly length: number;
  /** Maximum number of spikes in a list. */
  readonly capacity: number;
  readonly lists: Array;
  readonly counts: Array;
}

/** Data that delivery reads and writes. */
export interface RowDelivery {
  readonly rows: SynapseRows;
  readonly spikes: SpikeLists;
  /** `rangeWords` words that all deliveries of a memory may share. */
  readonly ranges: ArrayPlace;
}

/** Number of ranges that are collected before they are processed; each has a start and an end. */
export const rangesHeld = 256;

/** Number of words that delivery needs to store collected ranges. */
export const rangeWords: number = 2 * rangesHeld + 16;

/** Bits of a weight that is packed with its target's index, including its sign. */
export const packedBits = 15;
