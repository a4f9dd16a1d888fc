import type { EstimatedWay, SynapseTier } from "@spikeloom/kernel";
import { canDrawAnew } from "@spikeloom/network";
import type { ClockTask } from "../clock-job.ts";
import { type KeptOptions, keptMemory } from "./kept-memory.ts";
import type { KeptProjection } from "./kept-projections.ts";

const tiers: readonly SynapseTier[] = ["exact", "compact", "packed"];

/**
 * Estimate each way of keeping the synapses of a job.
 *
 * In each tier, and with all that can be drawn anew at each spike being so.
 */
export function waysOf(
  job: ClockTask,
  kept: readonly KeptProjection[],
  options: KeptOptions,
): readonly EstimatedWay[] {
  const { network, stack } = job;
  const inTiers = tiers.map((tier): EstimatedWay => {
    const { bytes } = keptMemory(job, kept, { ...options, tier });
    return { name: `tier ${tier}`, change: `"tier": "${tier}"`, bytes };
  });
  const drawn = kept.filter((projection) => canDrawAnew(network, projection, stack));
  if (drawn.length === 0) return inTiers;
  const changed = kept.map((one) =>
    drawn.includes(one) ? { ...one, procedural: true, group: -1 - one.index } : one,
  );
  const { bytes } = keptMemory(job, changed, options);
  const [name, change] = [
    "procedural, where that can be",
    '"procedural": true, which keeps none,',
  ] as const;
  return [...inTiers, { name, change, bytes }];
}
