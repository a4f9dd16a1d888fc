import { throwAll } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import { savedShards } from "../checkpoint/saved-state.ts";
import { type CheckedTask, type ClockJob, mostShards } from "../clock-job.ts";
import { CREW_CONNECTOR, CREW_PROGRAM, MEMORY_NEEDED, NO_SHARED_MEMORY } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { synapseBytes } from "../synapses/synapse-bytes.ts";
import { foreignConnectors } from "./foreign-connectors.ts";
import { sharingFaults } from "./sharing-faults.ts";
import { stepOperations } from "./step-work.ts";
import { canShare, parallelism } from "./threads.ts";

/** How many workers run a job, and how many shards they share out. */
export interface CrewSize {
  readonly workers: number;
  readonly shards: number;
  /** Why there are so many workers: a clause, for reports. */
  readonly reason: string;
}

/** Networks with fewer synapses are built and run before a second thread has started. */
const fewSynapses = 4_000_000;
/** Steps with fewer operations of neurons, some 100 µs, gain little by a meeting of 10 µs. */
const fewOperations = 1_000_000;
/** One WebAssembly memory, without what state, rings and offsets take. */
const mostBytes = 3.5 * 2 ** 30;

/**
 * Choose the number of workers and shards, or check those that are asked for.
 *
 * A run that goes on has the shards that it was saved with, and at most as many workers.
 */
export function crewSize(job: ClockJob, plan: JobPlan): CrewSize {
  const asked = askedSize(job);
  throwAll(sharingFaults(asked));
  const least = Math.ceil(expectedBytes(plan) / mostBytes);
  if (least > mostShards) throw MEMORY_NEEDED({ needed: expectedBytes(plan) });
  const lonely = checkCrew(job);
  const most = asked.shards ?? Number.POSITIVE_INFINITY;
  const { workers, reason } =
    asked.workers === undefined
      ? chosenWorkers(plan, { lonely, most })
      : { workers: asked.workers, reason: askedReason(job, asked.workers) };
  const shards = asked.shards ?? Math.ceil(Math.max(least, workers) / workers) * workers;
  return { workers, shards, reason };
}

/**
 * Choose the number of workers by what there is to do: all cores where synapses and neurons are enough.
 *
 * How long a run is makes no difference, so that a network is always run in the same way.
 */
function chosenWorkers(
  plan: JobPlan,
  { lonely, most }: { readonly lonely: string | undefined; readonly most: number },
): Pick<CrewSize, "workers" | "reason"> {
  if (lonely !== undefined) return { workers: 1, reason: lonely };
  if (!canShare()) return { workers: 1, reason: "as threads cannot share memory here" };
  // Each shard draws whole rows of procedural projections, so workers do not share that out.
  const kept = plan.projections.filter(({ procedural }) => !procedural);
  const synapses = Math.round(kept.reduce((sum, { plan: { expected } }) => sum + expected, 0));
  const operations = stepOperations(plan);
  const isMuch = synapses / fewSynapses + operations / fewOperations >= 1;
  const reason =
    `chosen for ${synapses} synapses and ${operations} operations of neurons a step; ` +
    `more than 1 from ${fewSynapses} or ${fewOperations} on, or a part of each`;
  return { workers: isMuch ? Math.min(parallelism(), most) : 1, reason };
}

function askedSize({ workers, shards, state: saved, carried }: ClockJob): {
  readonly workers: number | undefined;
  readonly shards: number | undefined;
} {
  const state = saved ?? carried;
  if (state === undefined) return { workers, shards };
  const before = savedShards(state);
  return { workers: workers && Math.min(workers, before), shards: before };
}

function askedReason({ workers }: ClockJob, taken: number): string {
  if (workers === taken) return "as asked for";
  return `as the run was saved with as many shards; ${workers} were asked for`;
}

/** Refuse workers that a job cannot have; gives what keeps it to one, as a clause, if anything does. */
export function checkCrew(job: CheckedTask): string | undefined {
  const foreign = foreignConnector(job);
  const { isLowered } = job;
  if (job.workers !== undefined && job.workers > 1) {
    if (foreign !== undefined) throw CREW_CONNECTOR({ connector: foreign });
    if (!isLowered) throw CREW_PROGRAM({});
    if (!canShare()) throw NO_SHARED_MEMORY({});
  }
  if (foreign !== undefined) return `as the connector "${foreign}" names no module to load it from`;
  return isLowered ? undefined : "as its program was read, or derived from another";
}

/** A connector that others wrote holds functions, which a thread has to load by itself. */
function foreignConnector(job: CheckedTask): string | undefined {
  return foreignConnectors(job).find(({ module }) => module === undefined)?.name;
}

/** Expected bytes of all synapses, indices being as long as they get. */
export function expectedBytes({ projections, ruled, network, precision }: JobPlan): number {
  const { tier = "exact" } = network;
  const float = precision === "f64" ? 8 : 4;
  const each = ({ weight, procedural }: PlannedProjection): number => {
    if (procedural) return 0;
    const ownWeights = weight.constant === undefined;
    const bytes = synapseBytes(Number.POSITIVE_INFINITY, { tier, float, ownWeights });
    return bytes.index + bytes.weight;
  };
  const kept = ruled.reduce(
    // Beside the weight, each synapse keeps its variables and the step of its last event.
    (sum, { projection: { plan }, program }) =>
      sum + plan.expected * (float * program.synapse.length + 4),
    0,
  );
  return projections.reduce((sum, one) => sum + one.plan.expected * each(one), kept);
}
