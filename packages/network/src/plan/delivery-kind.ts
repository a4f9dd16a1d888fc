/** How synapses of one source population lie in memory and reach their targets. */
export type DeliveryKind = "segments" | "ring";

/** The synapses that are delivered together: those of one source population and kind of weight. */
export interface DeliveredSynapses {
  /** In all, over all shards, so that sums do not depend on the number of these. */
  readonly synapses: number;
  /** Neurons of the source population. */
  readonly sources: number;
  /** Distinct delays. */
  readonly delays: number;
}

/** Synapses of one source and delay below which a ring of sums costs less than walking segments. */
const shortSegment = 8;

/** Give the mean number of synapses of one source and one delay. */
export function meanSegment({ synapses, sources, delays }: DeliveredSynapses): number {
  return synapses / Math.max(1, sources * delays);
}

/**
 * Decide how synapses are delivered.
 *
 * Rows are cut into segments by delay, whose sums stay in the cache; where segments are short, a spike's
 * whole row goes into a ring of sums of the steps to come instead.
 */
export function deliveryKind(delivered: DeliveredSynapses): DeliveryKind {
  const isShort = delivered.delays > 1 && meanSegment(delivered) < shortSegment;
  return isShort ? "ring" : "segments";
}
