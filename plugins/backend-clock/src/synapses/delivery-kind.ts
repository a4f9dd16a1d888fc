import { powerAbove } from "../power-above.ts";

/** How synapses of one source population lie in memory and reach their targets. */
export type DeliveryKind = "segments" | "ring";

/** Synapses delivered together: of one source population and kind of weight. */
export interface DeliveredSynapses {
  /** In all, over all shards, so that sums do not depend on the number of these. */
  readonly synapses: number;
  /** Neurons of the source population. */
  readonly sources: number;
  /** Distinct delays. */
  readonly delays: number;
  /** Neurons that they reach, in all populations. */
  readonly targets: number;
  /** The longest delay in steps. */
  readonly longest: number;
}

/** Synapses of one source and delay below which a ring of sums costs less than walking segments. */
const shortSegment = 8;
/** Sums of a ring above which it leaves the cache and costs more than any segments: 4 MiB of doubles. */
const mostSums = 2 ** 19;

/** Give the mean number of synapses of one source and one delay. */
export function meanSegment({
  synapses,
  sources,
  delays,
}: Pick<DeliveredSynapses, "synapses" | "sources" | "delays">): number {
  return synapses / Math.max(1, sources * delays);
}

/** Sums of a ring that a revisable job may take for a group: 256 MiB of doubles. */
const mostRevisable = 2 ** 25;

/**
 * Decide how synapses are delivered.
 *
 * Rows are cut into segments by delay, whose sums stay in the cache; where segments are short, a spike's
 * whole row goes into a ring of sums of the steps to come instead, if that stays in the cache. Where weights may
 * change while their spikes are under way, rows go into a ring if there is room. Those that do more than carry a
 * weight are walked.
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
