import type { SimulationJob } from "@spikeloom/kernel";
import { connectors, type PlannedProjection } from "@spikeloom/network";
import { CREW, CREW_CONNECTOR, MEMORY_NEEDED } from "./errors.ts";
import type { JobPlan } from "./job-plan.ts";
import { canShare, parallelism } from "./threads.ts";

/** How many workers run a job, and how many shards they share out. */
export interface CrewSize {
  readonly workers: number;
  readonly shards: number;
}

/** Networks with fewer synapses are built and run before a second thread has started. */
const fewSynapses = 4_000_000;
/** One WebAssembly memory, without what state, rings and offsets take. */
const mostBytes = 3.5 * 2 ** 30;
const mostShards = 4096;

/** Choose the number of workers and shards, or check those that are asked for. */
export function crewSize(job: SimulationJob, plan: JobPlan): CrewSize {
  const asked = { workers: job.workers, shards: job.shards };
  for (const [name, value] of Object.entries(asked)) {
    if (value === undefined || (Number.isInteger(value) && value >= 1)) continue;
    throw CREW({ place: name, expected: "a whole number from 1 on", got: String(value) });
  }
  const synapses = plan.projections.reduce((sum, { plan: { expected } }) => sum + expected, 0);
  const least = Math.ceil(synapseBytes(plan) / mostBytes);
  if (least > mostShards) throw MEMORY_NEEDED({ needed: synapseBytes(plan) });
  const foreign = foreignConnector(job);
  const canSplit = canShare() && foreign === undefined;
  const most = asked.shards ?? Number.POSITIVE_INFINITY;
  const chosen = canSplit && synapses >= fewSynapses ? Math.min(parallelism(), most) : 1;
  const workers = asked.workers ?? chosen;
  if (workers > 1) checkThreads(foreign);
  const shards = asked.shards ?? Math.ceil(Math.max(least, workers) / workers) * workers;
  if (shards < workers) {
    throw CREW({
      place: "shards",
      expected: `at least one for each of ${workers} workers`,
      got: String(shards),
    });
  }
  return { workers, shards };
}

function checkThreads(foreign: string | undefined): void {
  if (foreign !== undefined) throw CREW_CONNECTOR({ connector: foreign });
  if (canShare()) return;
  throw CREW({
    place: "workers",
    expected: "1 where threads cannot share memory",
    got: "more than one",
    next: "Serve the page with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.",
  });
}

/** A connector that others wrote holds functions, which no thread can be sent. */
function foreignConnector({ stack, network }: SimulationJob): string | undefined {
  const known = new Map(connectors.map((connector) => [connector.name, connector]));
  const used = new Set((network.projections ?? []).map(({ connector }) => connector.kind));
  return [...used].find((name) => stack.find("connector", name) !== known.get(name));
}

/** Expected bytes of all synapses. */
export function synapseBytes({ projections, network, precision }: JobPlan): number {
  const tier = network.tier ?? "exact";
  const each = ({ weight, procedural }: PlannedProjection): number => {
    if (procedural) return 0;
    if (weight.constant !== undefined) return tier === "exact" ? 4 : 2;
    return { exact: precision === "f64" ? 12 : 8, compact: 6, packed: 4 }[tier];
  };
  return projections.reduce((sum, one) => sum + one.plan.expected * each(one), 0);
}
