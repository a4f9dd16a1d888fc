import type { Extent } from "./sampler.ts";

/** The synapses of one neuron, in the order listed by the connector. */
export interface SynapseRow {
  /** The neuron that the row belongs to: a target or a source, as the plan's `by` says. */
  readonly index: number;
  readonly partners: ArrayLike<number>;
}

/** A per-synapse weight or delay, in internal units. */
export type SynapseValue =
  | { readonly constant: number; readonly fill?: never; readonly extent?: never }
  | {
      readonly constant?: never;
      /** Write the values of one row; the result does not depend on which rows were filled before. */
      fill(row: SynapseRow, out: Float64Array): void;
      /** Minimum and maximum possible value, if known. */
      readonly extent?: Extent | undefined;
    };
