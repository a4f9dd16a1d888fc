import { type EstimateOptions, type JobEstimate, throwAll } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import type { ClockTask } from "../clock-job.ts";
import { sharingFaults } from "../crew/sharing-faults.ts";
import { SHARD_MEMORY } from "../errors.ts";
import { deliveryText, partsOf } from "./estimate-texts.ts";
import { type KeptMemory, keptMemory, shardLimit } from "./kept-memory.ts";
import { type KeptProjection, keptProjections } from "./kept-projections.ts";
import { waysOf } from "./ways.ts";

/** Estimate the memory of a job of any size without building its network. */
export function estimateJob(
  job: ClockTask,
  { holdsRecords, ways = false }: EstimateOptions = {},
): JobEstimate {
  throwAll(sharingFaults(job));
  const kept = projectionsOf(job);
  const memory = keptMemory(job, kept, { holdsRecords });
  const { neurons, bytes, parts, shards, shardBytes, projections } = memory;
  const synapses = kept.reduce((sum, one) => sum + one.synapses, 0);
  return {
    ...{ neurons, synapses, bytes },
    parts: partsOf(parts, { synapses, neurons, isHeld: holdsRecords === true }),
    projections: projections.map(({ name, synapses, bytes, ...how }) => {
      return { name, synapses, bytes, reason: deliveryText(how) };
    }),
    notes: [["shards", `${shards}, about ${printBytes(shardBytes)} each`]],
    faults: shardBytes > shardLimit ? [shardFault(job, kept, memory)] : [],
    ...(ways && { ways: waysOf(job, kept, { holdsRecords }) }),
  };
}

const known = new WeakMap<ClockTask["network"], readonly KeptProjection[]>();

/** Look at projections once, as a job is estimated and checked before it is prepared. */
function projectionsOf({ network, stack }: ClockTask): readonly KeptProjection[] {
  const found = known.get(network) ?? keptProjections(network, stack);
  known.set(network, found);
  return found;
}

function shardFault(
  { shards: _, ...job }: ClockTask,
  kept: readonly KeptProjection[],
  { shards, shardBytes }: KeptMemory,
): ReturnType<typeof SHARD_MEMORY> {
  const fewest = keptMemory(job, kept, {});
  const enough = fewest.shardBytes <= shardLimit ? fewest.shards : undefined;
  return SHARD_MEMORY({ shards, shardBytes, shardLimit, enough });
}
