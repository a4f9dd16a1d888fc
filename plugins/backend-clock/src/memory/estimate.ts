import { type EstimateOptions, type JobEstimate, throwAll } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import type { ClockTask } from "../clock-job.ts";
import { planOf } from "../job-plan.ts";
import { poolSize } from "../workers/pool-size.ts";
import { deliveryText, partsOf } from "./estimate-texts.ts";
import { expectedTime } from "./expected-time.ts";
import { expectedOf } from "./kept-groups.ts";
import { storageEstimates } from "./storage-estimates.ts";

/**
 * Estimate the memory and time of a job of any size without building its network.
 *
 * It makes the same choices as preparation: workers, shards, and the storage of each projection. Throws errors that
 * prevent planning.
 */
export function estimateJob(
  program: NetworkProgram,
  task: ClockTask,
  { holdsRecords, ways = false }: Omit<EstimateOptions, "stack">,
): JobEstimate {
  const plan = planOf(program, { ...task, outline: true });
  const { workers, shards, reason, memory, tooLarge, faults } = poolSize(task, plan, {
    holdsRecords,
  });
  throwAll(faults);
  const { neurons, bytes, parts, shardBytes, projections } = memory;
  const synapses = expectedOf(plan).reduce((sum, one) => sum + one.synapses, 0);
  return {
    neurons,
    synapses,
    bytes,
    faults: tooLarge,
    kept: shardBytes * shards,
    parts: partsOf(parts, { synapses, neurons, isHeld: holdsRecords === true }),
    projections: projections.map(({ name, synapses, bytes, ...how }) => {
      return { name, synapses, bytes, reason: deliveryText(how) };
    }),
    notes: [
      ["shards", `${shards}, about ${printBytes(shardBytes)} each`],
      ["workers", `${workers}, ${reason}`],
    ],
    seconds: expectedTime(plan, workers),
    ...(ways && { ways: storageEstimates(plan, { workers, shards: task.shards, holdsRecords }) }),
  };
}
