import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { allocate } from "./allocate.ts";
import { carriedReach, checkState } from "./checkpoint/saved-state.ts";
import { type Crew, numbersOf, startCrew } from "./crew/crew.ts";
import type { BuiltShard } from "./crew/crew-messages.ts";
import { type CrewSize, crewSize } from "./crew/crew-size.ts";
import { type BoardShape, boardBytes, boardInterval } from "./crew/spike-board.ts";
import { type JobPlan, type PrepareOptions, planJob } from "./job-plan.ts";
import { machines } from "./machine.ts";
import { profile as startProfile } from "./recording/profile.ts";
import { readRecorders } from "./recording/recorded.ts";
import { makeSamplers } from "./recording/sampler.ts";
import { builtRule } from "./rules/built-rule.ts";
import { buildShard, type CountedShard, countShard, type Shard, spikeCapacities } from "./shard.ts";
import { simulation } from "./simulation.ts";
import { type Decision, decide, totalsOf } from "./synapses/build-rules.ts";

/** Build everything that a run needs, shard by shard: synapses, memory, code. */
export async function prepare(
  job: SimulationJob,
  { target, evaluation }: PrepareOptions,
  plan: JobPlan = planJob({ ...job, evaluation, reach: carriedReach(job) }),
): Promise<Simulation> {
  for (const state of [job.state, job.carried]) {
    if (state !== undefined) checkState(state, { plan, target }, job);
  }
  const size = crewSize(job, plan);
  const crew = size.workers > 1 ? startCrew(job, { ...size, target, evaluation }) : undefined;
  try {
    return await assemble(job, { plan, size, crew, target });
  } catch (error) {
    crew?.close();
    throw error;
  }
}

interface Assembly {
  readonly plan: JobPlan;
  readonly size: CrewSize;
  readonly crew: Crew | undefined;
  readonly target: "wasm" | "js";
}

async function assemble(
  job: SimulationJob,
  { plan, size, crew, target }: Assembly,
): Promise<Simulation> {
  await crew?.started();
  const numbers = numbersOf(0, size);
  const counted = numbers.map((index) => countShard(plan, { index, of: size.shards }));
  const totals = [...counted.map(totalsOf), ...((await crew?.counted()) ?? [])];
  const decision = decide(plan, totals);
  const shape = boardShape(plan, decision, size.shards);
  const bytes = size.shards === 1 ? 0 : boardBytes(shape);
  const board = allocate(bytes, () =>
    crew === undefined ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes),
  );
  const others = crew?.build(decision, board as SharedArrayBuffer, shape);
  // A failure in the meantime is heard of where it is waited for.
  others?.catch(() => undefined);
  const kind = machines[target];
  const shared = crew !== undefined;
  const shards = numbers.map(() =>
    buildShard(counted.shift() as CountedShard, { rules: decision, kind, shared }),
  );
  const recorded = readRecorders(plan);
  const samplers = shards.map((shard) => makeSamplers(shard, recorded));
  const built = shards.map((shard, k) => ({
    ...looksOf(shard),
    samples: (samplers[k] ?? []).map(({ samples }) => samples),
  }));
  const all = [...built, ...((await others) ?? [])].sort((a, b) => a.number - b.number);
  return simulation({
    ...{ plan, crew, decision, recorded, samplers, shards, numbers, board, shape, size, target },
    state: job.state,
    carried: job.carried,
    built: all,
    sink: job.sink,
    profile: job.profile === true ? startProfile() : undefined,
  });
}

function boardShape(plan: JobPlan, { interval }: Decision, shards: number): BoardShape {
  const models = [...plan.resolved.values()].map(({ model }) => model);
  const capacities = spikeCapacities(plan).map((capacity, p) =>
    // Some neurons of a source may send all of its spikes.
    models[p]?.source === undefined ? Math.ceil(capacity / shards) : capacity,
  );
  const isSource = (p: number): boolean => models[p]?.source !== undefined;
  const all = models.map((_, p) => p);
  return {
    order: [...all.filter(isSource), ...all.filter((p) => !isSource(p))],
    interval: boardInterval({ interval: Math.max(1, interval), shards, capacities }),
    shards,
    capacities,
  };
}

/** What one looks into a shard's memory with. */
function looksOf(
  shard: Shard,
): Omit<BuiltShard, "samples" | "buffer"> & { buffer: ArrayBufferLike } {
  const { share, bytes, synapses, machine, populations, rules, changing, rings, open } = shard;
  const { carried } = shard;
  return {
    carried,
    number: share.index,
    bytes,
    synapses,
    open,
    changing: { ranges: changing, rings },
    rules: rules.map(({ rule }) => builtRule(rule)),
    buffer: machine.buffer,
    slots: new Map(populations.map(({ name, slots }) => [name, slots])),
  };
}
