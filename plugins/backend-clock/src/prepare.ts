import { type PreparationProgress, type Simulation, throwAll } from "@spikeloom/kernel";
import { inPieces, type NetworkProgram, type Pieces } from "@spikeloom/program";
import { allocate } from "./allocate.ts";
import { buildShard, countShard } from "./build-shard.ts";
import { checkPlan } from "./check-plan.ts";
import { carriedReach, checkReach, checkState } from "./checkpoint/saved-state.ts";
import type { ClockJob } from "./clock-job.ts";
import { type JobPlan, planInPieces } from "./job-plan.ts";
import { type LoadedParts, loadParts } from "./loaded-parts.ts";
import { machineOf } from "./machine-kinds.ts";
import { profile as startProfile } from "./recording/profile.ts";
import { makeSamplers } from "./recording/sampler.ts";
import { type CountedShard, type Shard, spikeCapacities } from "./shard.ts";
import { simulation } from "./simulation.ts";
import { type Decision, decide, totalsOf } from "./synapses/decide-delivery.ts";
import { groupSynapses } from "./synapses/synapse-groups.ts";
import { builtShard } from "./workers/built-shard.ts";
import { numbersOf, type PoolSize, poolSize } from "./workers/pool-size.ts";
import { type ExchangeShape, exchangeBytes, exchangeInterval } from "./workers/spike-exchange.ts";
import { valueBytes, valueLayout } from "./workers/value-exchange.ts";
import type { WorkerPool } from "./workers/worker-pool.ts";

const beginning: PreparationProgress = { phase: "count", synapses: 0, expected: 0 };

/** Input of a preparation: the program, and how to compute it. */
export interface Prepared {
  readonly program: NetworkProgram;
  readonly target: "wasm" | "js";
}

/** Build everything that a run needs, shard by shard: synapses, memory, code. */
export async function prepare(job: ClockJob, { program, target }: Prepared): Promise<Simulation> {
  const { watch } = job;
  const turn = (): void | Promise<void> => watch?.turn(beginning);
  // Only rows of projections are drawn in bulk.
  const hasRows = program.projections.length > 0;
  const bulk = hasRows ? (await import("./bulk-random.ts")).threadRandom() : undefined;
  const plan = await inPieces(
    planInPieces(program, { ...job, bulk, reach: carriedReach(job) }),
    turn,
  );
  await inPieces(checkPlan(plan), turn);
  for (const state of [job.state, job.carried]) {
    if (state !== undefined) checkState(state, { plan, target }, job);
  }
  const size = poolSize(job, plan);
  throwAll([...size.faults, ...size.tooLarge]);
  const pool =
    size.workers > 1
      ? (await import("./workers/worker-pool.ts")).startWorkerPool(job, { ...size, target })
      : undefined;
  try {
    const parts = await loadParts(plan);
    const assembled = assemble(job, { plan, size, pool, target, parts });
    return await (watch === undefined ? assembled : Promise.race([assembled, watch.ended]));
  } catch (error) {
    pool?.close();
    throw error;
  }
}

interface Assembly {
  readonly plan: JobPlan;
  readonly size: PoolSize;
  readonly pool: WorkerPool | undefined;
  readonly target: "wasm" | "js";
  readonly parts: LoadedParts;
}

async function assemble(
  job: ClockJob,
  { plan, size, pool, target, parts }: Assembly,
): Promise<Simulation> {
  await pool?.started();
  const numbers = numbersOf(0, size);
  const turns = turnsOf(job, { plan, size });
  const counted: CountedShard[] = [];
  for (const index of numbers) {
    counted.push(await turns("count", countShard(plan, { index, of: size.shards }, parts)));
  }
  const totals = [...counted.map(totalsOf), ...((await pool?.counted()) ?? [])];
  const decision = decide(plan, totals);
  const isRing = (k: number): boolean => decision.groups[k]?.kind === "ring";
  checkReach(
    job,
    plan,
    groupSynapses(plan).filter((_, k) => isRing(k)),
  );
  const shape = exchangeShape(plan, decision, size.shards);
  const bytes = size.shards === 1 ? 0 : exchangeBytes(shape);
  const make = (length: number): ArrayBufferLike =>
    allocate(length, () =>
      pool === undefined ? new ArrayBuffer(length) : new SharedArrayBuffer(length),
    );
  const exchange = make(bytes);
  const values = make(size.shards === 1 ? 0 : valueBytes(valueLayout(plan)));
  const exchanges = { exchange, values } as Record<"exchange" | "values", SharedArrayBuffer>;
  const others = pool?.build(decision, exchanges, shape);
  // A failure in the meantime is reported where it is awaited.
  others?.catch(() => undefined);
  const kind = await machineOf(target);
  const shared = pool !== undefined;
  const shards: Shard[] = [];
  const options = { delivery: decision, kind, shared, parts };
  // Counts are large; each is freed once its shard is built.
  for (let one = counted.shift(); one !== undefined; one = counted.shift()) {
    shards.push(await turns("fill", buildShard(one, options)));
  }
  const { recorders: recorded } = plan;
  const samplers = shards.map((shard) => makeSamplers(shard, recorded));
  const built = shards.map((shard, k) => builtShard(shard, samplers[k] ?? []));
  const all = [...built, ...((await others) ?? [])].sort((a, b) => a.number - b.number);
  return simulation({
    plan,
    pool,
    decision,
    recorded,
    samplers,
    shards,
    numbers,
    exchange,
    values,
    shape,
    size,
    target,
    state: job.state,
    carried: job.carried,
    built: all,
    loaded: parts,
    ruled: plan.ruled.length > 0 ? await import("./rules/ruled-synapses.ts") : undefined,
    restoreState: job.state && (await import("./checkpoint/restore-state.ts")).restoreState,
    sink: job.sink,
    profile: job.profile === true ? startProfile() : undefined,
  });
}

/** Process this thread's shards alternately; progress is reported as if all threads were at the same point. */
function turnsOf(
  { watch }: ClockJob,
  { plan, size }: Pick<Assembly, "plan" | "size">,
): <T>(phase: "count" | "fill", work: Pieces<T>) => Promise<T> {
  const kept = plan.projections.filter(({ procedural }) => !procedural);
  const expected = Math.round(kept.reduce((sum, one) => sum + one.plan.expected, 0));
  const part = numbersOf(0, size).length / size.shards;
  const before = { count: 0, fill: 0 };
  return async (phase, work) => {
    let own = 0;
    const done = await inPieces(work, (drawn) => {
      own = drawn;
      const synapses = Math.min(expected, Math.round((before[phase] + own) / part));
      return watch?.turn({ phase, synapses, expected });
    });
    before[phase] += own;
    return done;
  };
}

function exchangeShape(plan: JobPlan, { interval }: Decision, shards: number): ExchangeShape {
  const populations = [...plan.populations.values()];
  const capacities = spikeCapacities(plan).map((capacity, p) =>
    // A few neurons of a source may send all of its spikes.
    populations[p]?.source === undefined ? Math.ceil(capacity / shards) : capacity,
  );
  const isSource = (p: number): boolean => populations[p]?.source !== undefined;
  const all = populations.map((_, p) => p);
  return {
    order: [...all.filter(isSource), ...all.filter((p) => !isSource(p))],
    interval: exchangeInterval({ interval: Math.max(1, interval), shards, capacities }),
    shards,
    capacities,
  };
}
