import type { SynapseRecorderRecord } from "@spikeloom/kernel";

/**
 * Record all synapses of a projection now and then.
 *
 * `recordSynapses("E->I", { every: "1 s" })`.
 *
 * A projection goes by its name, or by its ends where it has none.
 */
export function recordSynapses(
  projection: string,
  options: Omit<SynapseRecorderRecord, "projection"> = {},
): SynapseRecorderRecord {
  return { projection, ...options };
}
