import type { ProfileEntry, Simulation, SimulationSummary } from "@spikeloom/kernel";
import { SIMULATION_ENDED, type SpikeHash, spikeHash } from "@spikeloom/simulate";
import type { CarriedShard } from "./checkpoint/carried-state.ts";
import { type RunProgress, saveState } from "./checkpoint/saved-state.ts";
import { stateFault } from "./checkpoint/state-fault.ts";
import { NOT_REVISABLE } from "./errors.ts";
import { type Reach, watchShard } from "./finite/watch-shard.ts";
import type { JobPlan } from "./job-plan.ts";
import { loaded } from "./loaded-parts.ts";
import { type NeuronState, neuronState } from "./neuron-state.ts";
import { type PortAccess, portAccess } from "./open/set-ports.ts";
import { stepsBetween } from "./recording/held.ts";
import { type Profile, sumProfiles } from "./recording/profile.ts";
import { makeRecorders, type Recorders } from "./recording/recorders.ts";
import { summarise } from "./recording/summary.ts";
import { noRuledSynapses, type SynapseAccess } from "./rules/unknown-projection.ts";
import { type ShardSteps, shardSteps } from "./shard-steps.ts";
import type { SimulationParts } from "./simulation-parts.ts";
import { untilClosed } from "./until-closed.ts";
import { stopped } from "./workers/progress.ts";
import { aloneRounds, meetingRounds, type ReceiveSpikes, type Rounds } from "./workers/rounds.ts";
import { spikeExchange } from "./workers/spike-exchange.ts";
import { valueExchange, valueLayout } from "./workers/value-exchange.ts";

/** Create a simulation from its parts. */
export function simulation(parts: SimulationParts): Simulation {
  const { plan, pool, recorded, samplers, built, profile } = parts;
  const samples = built.flatMap((shard) => shard.samples);
  const recorders = makeRecorders({ plan, recorded, samples, sink: parts.sink });
  const steps = stepsOf(parts);
  // Building the shards has written to their memories, which are now overwritten with the state of the run.
  const saved = restoredProgress(parts);
  const { receive, hash, counts } = listener(plan, recorders, saved);
  const runChunk = chunkRunner(parts, roundsOf(parts, steps, receive));
  const most = stepsBetween(recorded);
  let step = saved?.step ?? 0;
  const flush = (from: number): void => {
    recorders.flush(from, step);
    for (const sampler of samplers.flat()) sampler.restart();
  };
  const neurons = neuronState(parts);
  const access = accessOf(parts, () => step);
  const areFinite = finiteWatch(parts);
  let ended: "failed" | "was closed" | undefined;
  /** Update the stored state of each synapse up to the current step. */
  const settled = (): void => {
    // Workers that have ended would be waited for.
    if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
    if (!plan.ruled.some(({ lazy }) => lazy) || runChunk(step, step)) return;
    ended = "failed";
    throw SIMULATION_ENDED({ how: ended });
  };
  const progress = (): RunProgress => {
    if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
    return { step, spikeHash: hash.digest(), counts };
  };
  const runTo = (until: number): boolean => {
    while (step < until) {
      const from = step;
      const end = Math.min(until, from + most);
      if (!runChunk(from, end)) return false;
      step = end;
      measured(profile, () => flush(from));
    }
    return true;
  };
  return {
    get step() {
      return step;
    },
    dt: plan.dt,
    summary: summarise(parts) satisfies SimulationSummary,
    workers: parts.size.workers,
    advance(count) {
      if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
      // Whatever fails, the network is no longer at a step that all of it has reached.
      ended = "failed";
      if (!runTo(step + count)) return failureOf(parts);
      ended = undefined;
      return undefined;
    },
    areFinite: async (reach) => areFinite(reach, ended),
    ...memoryMethods(parts, { neurons, access, settled, ended: () => ended }),
    save: async () => saveState(parts, built, progress()),
    async carry() {
      // Past events follow the rules as they were.
      settled();
      const shards = carriedShards(built);
      return loaded(parts.loaded.carrying, "carrying").carryState(parts, shards, progress());
    },
    spikeHash: async () => hash.digest(),
    spikeCount: async (name) => counts[neurons.index(name)] ?? 0,
    profile: () => profileOf(parts),
    close() {
      if (ended === "was closed") return;
      ended = "was closed";
      pool?.close();
      for (const { machine } of parts.shards) machine.leave();
    },
  };
}

/** Create the steps of this thread's shards. */
function stepsOf(parts: SimulationParts): readonly ShardSteps[] {
  const { plan, shape, samplers, profile, ruled } = parts;
  const values = shape.shards === 1 ? undefined : valueExchange(parts.values, valueLayout(plan));
  return parts.shards.map((shard, k) =>
    shardSteps(shard, {
      samplers: samplers[k] ?? [],
      profile,
      values,
      parts: parts.loaded,
      ruleActs: ruled?.ruleActs,
    }),
  );
}

interface MemoryAccess {
  readonly neurons: NeuronState;
  readonly access: SynapseAccess;
  readonly settled: () => void;
  readonly ended: () => "failed" | "was closed" | undefined;
}

/** Operations of a simulation on its memory. */
function memoryMethods(
  { plan, built, ruled }: SimulationParts,
  { neurons, access, settled, ended }: MemoryAccess,
): Required<Pick<Simulation, "state" | "setState">> & SynapseMethods & PortAccess {
  const methods = {
    state: async (population: string, variable: string) => neurons.state(population, variable),
    setState: async (population: string, variable: string, values: Float64Array) =>
      neurons.setState(population, variable, values),
    ...synapseMethods(access, {
      settled,
      check: (...given) => ruled?.checkWeights(plan, ...given),
    }),
    ...portAccess(plan, built),
  };
  return untilClosed(methods, () => ended() === "was closed");
}

/** Write the saved or transferred state into the shards' memories; undefined for a new run. */
function restoredProgress({
  state,
  restoreState,
  carried,
  plan,
  built,
  loaded: { carrying },
}: SimulationParts): RunProgress | undefined {
  if (state !== undefined) return restoreState?.(state, plan, built);
  if (carried === undefined) return undefined;
  const shards = carriedShards(built);
  return loaded(carrying, "carrying").takeOver(carried, plan, shards);
}

/** The parts of the shards that a changed network takes over. */
function carriedShards(built: SimulationParts["built"]): readonly CarriedShard[] {
  return built.map(({ number, buffer, changing, carried }) => {
    if (carried === undefined) {
      const message = "The network was not prepared to be changed while it runs.";
      throw NOT_REVISABLE({ place: "revise", message });
    }
    return { number, buffer, rings: changing.rings, carried };
  });
}

interface Listener {
  /** Receives all spikes, in order of step and population. */
  readonly receive: ReceiveSpikes;
  readonly hash: SpikeHash;
  /** Number of spikes so far, in the order of the populations. */
  readonly counts: number[];
}

/** Create a function that counts, hashes and records all spikes. */
function listener(
  { populations }: JobPlan,
  recorders: Recorders,
  saved: RunProgress | undefined,
): Listener {
  const names = [...populations.keys()];
  const firsts = [...populations.values()].map(({ first }) => first);
  const hash = spikeHash(saved?.spikeHash);
  const counts = saved === undefined ? names.map(() => 0) : [...saved.counts];
  return {
    hash,
    counts,
    receive(step, p, neurons) {
      hash.add(step, neurons, firsts[p] as number);
      counts[p] = (counts[p] as number) + neurons.length;
      recorders.spikes(step, names[p] as string, neurons);
    },
  };
}

/** Create a function that runs steps on all workers; it returns false if another one has failed. */
function chunkRunner(
  { pool, state }: SimulationParts,
  rounds: Rounds,
): (from: number, end: number) => boolean {
  return (from, end) => {
    pool?.run(from, end);
    try {
      rounds.run(from, end);
      return true;
    } catch (error) {
      if (error === stopped) return false;
      pool?.progress.fail();
      throw state === undefined ? error : stateFault(error);
    }
  };
}

/** Wait for the error of the worker that has failed. */
async function failureOf({ pool, state }: SimulationParts): Promise<undefined> {
  try {
    await pool?.failed();
  } catch (error) {
    throw state === undefined ? error : stateFault(error);
  }
}

/** Create a function that lets all workers search their shards. */
function finiteWatch({
  shards,
  pool,
}: SimulationParts): (reach: Reach, ended: "failed" | "was closed" | undefined) => boolean {
  const watches = shards.map(watchShard);
  return (reach, ended) => {
    if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
    const others = pool?.search(reach);
    const isSound = watches.every((watch) => watch(reach));
    return (others?.() ?? true) && isSound;
  };
}

function roundsOf(
  parts: SimulationParts,
  shards: readonly ShardSteps[],
  receive: ReceiveSpikes,
): Rounds {
  const { pool, exchange, shape, numbers, profile } = parts;
  const [alone] = shards;
  if (shape.shards === 1 && alone !== undefined) return aloneRounds(alone, receive);
  const progress = pool?.progress;
  return meetingRounds({
    shards,
    exchange: spikeExchange(exchange, shape),
    numbers,
    receive,
    progress,
    profile,
  });
}

async function profileOf({
  profile,
  pool,
}: SimulationParts): Promise<readonly ProfileEntry[] | undefined> {
  if (profile === undefined) return undefined;
  return sumProfiles([profile.entries(), ...((await pool?.profiles()) ?? [])]);
}

function measured(profile: Profile | undefined, act: () => void): void {
  if (profile === undefined) act();
  else profile.timed({ phase: "recording", population: "", count: 0 }, act)(0);
}

function accessOf({ plan, built, ruled }: SimulationParts, step: () => number): SynapseAccess {
  if (ruled === undefined) return noRuledSynapses;
  const sizeOf = (name: string): number => plan.populations.get(name)?.size ?? 0;
  const projections = new Map(
    plan.ruled.map(({ projection: { name, from, to } }) => [
      name,
      { sources: sizeOf(from), targets: sizeOf(to) },
    ]),
  );
  return ruled.synapseAccess({ shards: built, step, projections });
}

type SynapseMethods = Pick<
  Simulation,
  "synapses" | "synapseState" | "setSynapseState" | "setModulator" | "trigger"
>;

interface SynapseWrites {
  /** Updates synapses up to the current step. */
  readonly settled: () => void;
  /** Rejects weights that a projection cannot have. */
  readonly check: (projection: string, weights: Float64Array) => void;
}

/** Operations of a simulation on its synapses. */
function synapseMethods(
  synapses: SynapseAccess,
  { settled, check }: SynapseWrites,
): SynapseMethods {
  return {
    synapses: async (name) => synapses.ends(name),
    async synapseState(name, variable) {
      settled();
      return synapses.read(name, variable);
    },
    async setSynapseState(name, variable, values) {
      if (variable === "weight") check(name, values);
      settled();
      synapses.write(name, variable, values);
    },
    setModulator: async (name, modulator, value) => synapses.setModulator(name, modulator, value),
    trigger: async (name, event) => synapses.trigger(name, event),
  };
}
