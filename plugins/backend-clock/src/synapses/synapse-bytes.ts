import type { SynapseTier } from "@spikeloom/kernel";

/** Bytes of one synapse for its index and weight. */
export interface SynapseBytes {
  readonly index: 2 | 4;
  readonly weight: number;
  /** Number of targets that one block of indices reaches; synapses beyond it are in a separate table. */
  readonly reach: number;
}

/** Properties that determine the size of a synapse. */
export interface SynapseForm {
  readonly tier: SynapseTier;
  readonly float: number;
  readonly ownWeights: boolean;
  /** Whether it does more than transmit a weight: tiers do not apply to such synapses. */
  readonly isRuled: boolean;
}

/**
 * Determine the size of a synapse in a tier.
 *
 * `span` is the number of sums over which the targets of its group are spread.
 */
export function synapseBytes(
  span: number,
  { tier, float, ownWeights, isRuled }: SynapseForm,
): SynapseBytes {
  if (isRuled) return { index: span > 2 ** 16 ? 4 : 2, weight: float, reach: 2 ** 32 };
  const weight = ownWeights ? { exact: float, compact: 4, packed: 0 }[tier] : 0;
  if (tier === "packed" && ownWeights) return { index: 4, weight, reach: 2 ** 17 };
  if (tier === "exact" && span > 2 ** 16) return { index: 4, weight, reach: 2 ** 32 };
  return { index: 2, weight, reach: 2 ** 16 };
}
