import { powerAbove } from "../power-above.ts";

/** How synapses of one source population are stored and reach their targets. */
export type DeliveryKind = "segments" | "ring";

/** Synapses delivered together: of one source population and kind of weight. */
export interface DeliveredSynapses {
  /** Total over all shards, so that sums do not depend on their number. */
  readonly synapses: number;
  /** Neurons of the source population. */
  readonly sources: number;
  /** Number of distinct delays. */
  readonly delays: number;
  /** Number of neurons that they reach, in all populations. */
  readonly targets: number;
  /** The longest delay in steps. */
  readonly longest: number;
}

/** Number of synapses per source and delay below which a ring of sums costs less than iterating over segments. */
const shortSegment = 8;
/** Number of sums above which a ring exceeds the cache and costs more than any segments: 4 MiB of doubles. */
const mostSums = 2 ** 19;

/** Return the mean number of synapses per source and delay. */
export function meanSegment({
  synapses,
  sources,
  delays,
}: Pick<DeliveredSynapses, "synapses" | "sources" | "delays">): number {
  return synapses / Math.max(1, sources * delays);
}

/** Maximum number of ring sums for a group of a revisable job: 256 MiB of doubles. */
const mostRevisable = 2 ** 25;

/**
 * Decide how synapses are delivered.
 *
 * Rows are divided into segments by delay, whose sums stay in the cache; if segments are short, a spike's complete row
 * is added to a ring of sums of future steps instead, if that stays in the cache. If weights may change while spikes
 * are in transit, rows are added to a ring if there is room. Synapses that do more than transmit a weight are always
 * processed by segment.
 */
export function deliveryKind(
  delivered: DeliveredSynapses,
  { isRuled, revisable }: { readonly isRuled: boolean; readonly revisable: boolean },
): DeliveryKind {
  if (isRuled) return "segments";
  const sums = delivered.targets * powerAbove(delivered.longest + 2);
  if (revisable) return sums <= mostRevisable ? "ring" : "segments";
  const isShort = delivered.delays > 1 && meanSegment(delivered) < shortSegment;
  return isShort && sums <= mostSums ? "ring" : "segments";
}
