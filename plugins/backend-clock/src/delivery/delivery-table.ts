/**
 * Synapses of one source population, ready for delivery.
 *
 * Rows by source, in them segments by delay, in these synapses in order of creation. Sums of an
 * accumulator run in the order (delay, source, creation); those of a ring in the order (step of the
 * spike, source, creation).
 */
export interface SynapseTable {
  readonly source: string;
  /** Neurons of the source population. */
  readonly sources: number;
  /** Distinct delays in steps, ascending. */
  readonly delays: Int32Array;
  readonly count: number;
  /** One weight for all synapses; undefined where each has its own. */
  readonly weight: number | undefined;
  readonly layout: SynapseLayout;
  /** Byte addresses of arrays; 0 where there is none. */
  readonly address: {
    readonly delays: number;
    /** Numbers of synapses as u32: sources × delays + 1 entries, sources + 1 for a ring. */
    readonly offsets: number;
    readonly targets: number;
    readonly weights: number;
    /** The delay of each synapse of a ring. */
    readonly own: number;
  };
}

/** How a synapse lies in memory. */
export interface SynapseLayout {
  /** Rows cut into segments by delay, or whole rows that are added to a ring of sums. */
  readonly kind: "segments" | "ring";
  /** Bytes of a target's index; packed with its weight it is `index << 15 | weight`. */
  readonly index: 2 | 4;
  readonly weight: "constant" | "f64" | "f32" | "packed";
  /** Byte address of the accumulator with index 0. */
  readonly base: number;
  /** The weight of one unit of a packed weight. */
  readonly scale: number;
  /** Sums of the steps to come, where rows are delivered when their spike is sent. */
  readonly ring?: SumRing;
}

/** Sums of the steps to come: one row of accumulators for each step. */
export interface SumRing {
  readonly address: number;
  /** Steps; a power of two above the longest delay. */
  readonly length: number;
  /** Sums of a step: one for each index. */
  readonly width: number;
  /** Bytes of the delay beside each synapse. */
  readonly delayBytes: 1 | 2;
}

/** Bytes of a weight beside its index; 0 where there is none. */
export const weightBytes = { constant: 0, f64: 8, f32: 4, packed: 0 } as const;

/** Bits of a packed weight, its sign included. */
export const packedBits = 15;
