/** Synapses delivered together: of one source population and kind of weight. */
export interface DeliveredSynapses {
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

/**
 * Whether the weights of a bundle are summed before they reach the receptors.
 *
 * This decides the last bits of a sum. Rows are divided into segments by delay, whose sums stay in the cache. If segments are
 * short, a spike's complete row is added to a ring of sums of future steps instead, if that stays in the cache.
 */
export function isSummedApart(delivered: DeliveredSynapses): boolean {
  const isShort = delivered.delays > 1 && meanSegment(delivered) < shortSegment;
  return isShort && sumsInTransit(delivered) <= mostSums;
}

/** Return the mean number of synapses per source and delay. */
export function meanSegment({
  synapses,
  sources,
  delays,
}: Pick<DeliveredSynapses, "synapses" | "sources" | "delays">): number {
  return synapses / Math.max(1, sources * delays);
}

/** Return the number of sums in a ring of future steps. */
export function sumsInTransit({
  targets,
  longest,
}: Pick<DeliveredSynapses, "targets" | "longest">): number {
  return targets * powerAbove(longest + 2);
}

/** Return the smallest power of two that is at least a number. */
export function powerAbove(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

/** The largest weight that 15 bits can represent. */
const mostUnits = 2 ** 14 - 1;

/** Return the unit of packed weights, given the largest weight. */
export function packedUnit(largest: number): number {
  return largest > 0 ? largest / mostUnits : 1;
}
