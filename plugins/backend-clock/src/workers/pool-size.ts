import { canShare, parallelism } from "@spikeloom/code";
import type { SpikeLoomError } from "@spikeloom/kernel";
import { foreignConnectors } from "@spikeloom/simulate/threads";
import { savedShards } from "../checkpoint/saved-state.ts";
import type { ClockJob, ClockTask } from "../clock-job.ts";
import { NO_SHARED_MEMORY, SHARD_MEMORY, SHARING, WORKER_CONNECTOR } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { expectedOf } from "../memory/kept-groups.ts";
import {
  type KeptMemory,
  type KeptOptions,
  keptMemory,
  shardLimit,
} from "../memory/kept-memory.ts";
import { stepOperations } from "./step-work.ts";

/** Number of workers of a job, and number of shards that they share. */
export interface PoolSize {
  readonly workers: number;
  readonly shards: number;
  /** Reason for the number of workers: a clause, for reports. */
  readonly reason: string;
}

/** The same, with memory, and with errors that prevent it. */
export interface ChosenSize extends PoolSize {
  readonly memory: KeptMemory;
  /** Error of a shard that would be too large. */
  readonly tooLarge: readonly SpikeLoomError[];
  /** Errors of the requested numbers. */
  readonly faults: readonly SpikeLoomError[];
}

/** Networks with fewer synapses are built and run before a second thread has started. */
const fewSynapses = 4_000_000;
/** Steps with fewer neuron operations, some 100 µs, gain little relative to a barrier of 10 µs. */
const fewOperations = 1_000_000;

/**
 * Choose the number of workers and shards if none are requested.
 *
 * Estimates pass the outline of a job, and preparation the complete job; the choice is the same. A resumed run has the
 * shards with which it was saved, and at most as many workers.
 */
export function poolSize(
  job: ClockTask & Pick<ClockJob, "state" | "carried">,
  plan: JobPlan,
  { holdsRecords }: Pick<KeptOptions, "holdsRecords"> = {},
): ChosenSize {
  const asked = askedSize(job);
  const lonely = aloneFor(job);
  const most = asked.shards ?? Number.POSITIVE_INFINITY;
  const { workers, reason } =
    asked.workers === undefined
      ? chosenWorkers(plan, { lonely, most })
      : { workers: asked.workers, reason: askedReason(job, asked.workers) };
  const memory = keptMemory(plan, { workers, shards: asked.shards, holdsRecords });
  const { shards, shardBytes } = memory;
  const tooLarge: SpikeLoomError[] = [];
  if (shardBytes > shardLimit) {
    const fewest = keptMemory(plan, { workers });
    const enough = fewest.shardBytes <= shardLimit ? fewest.shards : undefined;
    tooLarge.push(SHARD_MEMORY({ shards, shardBytes, shardLimit, enough }));
  }
  const faults = poolFaults({ ...job, ...asked });
  return { workers, shards, reason, memory, tooLarge, faults };
}

/**
 * Choose the number of workers by the amount of work: all cores if there are enough synapses and neurons.
 *
 * The duration of a run has no influence, so that a network always runs in the same way.
 */
function chosenWorkers(
  plan: JobPlan,
  { lonely, most }: { readonly lonely: string | undefined; readonly most: number },
): Pick<PoolSize, "workers" | "reason"> {
  if (lonely !== undefined) return { workers: 1, reason: lonely };
  if (!canShare()) return { workers: 1, reason: "because threads cannot share memory here" };
  // Each shard draws complete rows of procedural projections, so workers do not share that work.
  const expected = expectedOf(plan);
  const kept = expected.filter((_, k) => plan.projections[k]?.procedural !== true);
  const synapses = Math.round(kept.reduce((sum, one) => sum + one.synapses, 0));
  const operations = stepOperations(plan);
  const isMuch = synapses / fewSynapses + operations / fewOperations >= 1;
  const reason =
    `chosen for ${synapses} synapses and ${operations} neuron operations per step; ` +
    `more than 1 from ${fewSynapses} or ${fewOperations} on, or a fraction of each`;
  return { workers: isMuch ? Math.min(parallelism(), most) : 1, reason };
}

function askedSize({
  workers,
  shards,
  state: saved,
  carried,
}: Parameters<typeof poolSize>[0]): Pick<ClockJob, "workers" | "shards"> {
  const state = saved ?? carried;
  const useful = workers && Math.min(workers, mostWorkers());
  if (state === undefined) return { ...(useful && { workers: useful }), ...(shards && { shards }) };
  const before = savedShards(state);
  return { ...(useful && { workers: Math.min(useful, before) }), shards: before };
}

/**
 * Limit workers to two per core: more only wait for each other, and each occupies a core for half a second at the
 * start.
 *
 * Results do not depend on their number, so a request is reduced rather than refused on a machine with fewer cores.
 */
function mostWorkers(): number {
  return 2 * parallelism();
}

function askedReason({ workers = 1 }: ClockTask, taken: number): string {
  if (workers === taken) return "as requested";
  const [cores, most] = [parallelism(), mostWorkers()];
  return taken === most
    ? `two for each of ${cores} ${cores === 1 ? "core" : "cores"}; ${workers} were requested`
    : `because the run was saved with as many shards; ${workers} were requested`;
}

/** List the reasons why a job cannot have the requested workers and shards, whatever its plan. */
export function poolFaults(job: ClockTask): SpikeLoomError[] {
  const { workers = 1, shards = workers } = job;
  const faults = shards < workers ? [SHARING({ workers, shards })] : [];
  if (workers < 2) return faults;
  const { stuck } = foreignConnectors(job);
  if (stuck !== undefined) faults.push(WORKER_CONNECTOR({ connector: stuck }));
  else if (!canShare()) faults.push(NO_SHARED_MEMORY({}));
  return faults;
}

/** Return the reason that limits a job to one worker, as a clause, if there is one. */
function aloneFor(job: ClockTask): string | undefined {
  const { stuck } = foreignConnectors(job);
  return stuck === undefined ? undefined : `because no worker can load the connector "${stuck}"`;
}

/** Return the shards of a worker. */
export function numbersOf(
  worker: number,
  { workers, shards }: Pick<PoolSize, "workers" | "shards">,
): number[] {
  return Array.from({ length: shards }, (_, k) => k).filter((k) => k % workers === worker);
}
