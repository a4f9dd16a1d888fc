import { type DeliveredSynapses, isSummedApart, sumsInTransit } from "@spikeloom/program";

/** How synapses of one source population are stored and reach their targets. */
export type DeliveryKind = "segments" | "ring";

/** Maximum number of ring sums for a group of a revisable job: 256 MiB of doubles. */
const mostRevisable = 2 ** 25;

/**
 * Decide how synapses are delivered.
 *
 * If weights may change while spikes are in transit, rows are added to a ring if there is room. Synapses that do more than
 * transmit a weight are always processed by segment.
 */
export function deliveryKind(
  delivered: DeliveredSynapses,
  { isRuled, revisable }: { readonly isRuled: boolean; readonly revisable: boolean },
): DeliveryKind {
  if (isRuled) return "segments";
  if (revisable) return sumsInTransit(delivered) <= mostRevisable ? "ring" : "segments";
  return isSummedApart(delivered) ? "ring" : "segments";
}
