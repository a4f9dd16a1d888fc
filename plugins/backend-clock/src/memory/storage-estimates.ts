import type { StorageEstimate, SynapseTier } from "@spikeloom/kernel";
import { canDrawAnew } from "@spikeloom/network";
import type { JobPlan } from "../job-plan.ts";
import { type KeptOptions, keptMemory } from "./kept-memory.ts";

const tiers: readonly SynapseTier[] = ["exact", "compact", "packed"];

/**
 * Estimate the memory for each way of storing the synapses of a job.
 *
 * In each tier, and with all eligible synapses redrawn at each spike.
 */
export function storageEstimates(plan: JobPlan, options: KeptOptions): readonly StorageEstimate[] {
  const { program, stack, projections } = plan;
  const inTiers = tiers.map((tier): StorageEstimate => {
    const { bytes } = keptMemory(plan, { ...options, tier });
    return { name: `tier ${tier}`, change: `"tier": "${tier}"`, bytes };
  });
  const drawn = new Set(
    program.projections.flatMap((one, k) =>
      one.dynamic === undefined && canDrawAnew(one, { ...program, stack }) ? [k] : [],
    ),
  );
  if (drawn.size === 0) return inTiers;
  const changed = projections.map((one, k) => (drawn.has(k) ? { ...one, procedural: true } : one));
  const { bytes } = keptMemory({ ...plan, projections: changed }, options);
  const [name, change] = [
    "procedural, where possible",
    '"procedural": true, which stores none,',
  ] as const;
  return [...inTiers, { name, change, bytes }];
}
