import type { SynapseTier } from "@spikeloom/kernel";

/** Bytes that one synapse takes of an index and a weight. */
export interface SynapseBytes {
  readonly index: 2 | 4;
  readonly weight: number;
  /** Targets that one block of indices reaches; synapses beyond it are in a table of their own. */
  readonly reach: number;
}

/**
 * Find what a synapse takes in a tier.
 *
 * `span` is the number of sums over which the targets of its group spread.
 */
export function synapseBytes(
  span: number,
  rule: {
    readonly tier: SynapseTier;
    readonly float: number;
    readonly ownWeights: boolean;
  },
): SynapseBytes {
  const { tier, float, ownWeights } = rule;
  const weight = ownWeights ? { exact: float, compact: 4, packed: 0 }[tier] : 0;
  if (tier === "packed" && ownWeights) return { index: 4, weight, reach: 2 ** 17 };
  if (tier === "exact" && span > 2 ** 16) return { index: 4, weight, reach: 2 ** 32 };
  return { index: 2, weight, reach: 2 ** 16 };
}
