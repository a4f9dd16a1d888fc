import type { RecordingSink, SavedState, Simulation, SimulationSummary } from "@spikeloom/kernel";
import { spikeHash } from "@spikeloom/simulate";
import { paddedLength } from "./arena.ts";
import { restoreState, saveState } from "./checkpoint/saved-state.ts";
import { stopped } from "./crew/barrier.ts";
import type { Crew } from "./crew/crew.ts";
import type { BuiltShard } from "./crew/crew-messages.ts";
import type { CrewSize } from "./crew/crew-size.ts";
import { aloneRounds, meetingRounds, type Rounds } from "./crew/rounds.ts";
import { type BoardShape, spikeBoard } from "./crew/spike-board.ts";
import { NOT_RECORDED, SIMULATION_ENDED } from "./errors.ts";
import type { JobPlan } from "./job-plan.ts";
import { portAccess } from "./open/set-ports.ts";
import { slotView } from "./populations.ts";
import { type Profile, sumProfiles } from "./recording/profile.ts";
import { type Recorded, stepsBetween } from "./recording/recorded.ts";
import { makeRecorders } from "./recording/recorders.ts";
import type { Sampler } from "./recording/sampler.ts";
import { summarise } from "./recording/summary.ts";
import { type SynapseAccess, synapseAccess } from "./rules/synapse-access.ts";
import type { Shard } from "./shard.ts";
import { type ShardSteps, shardSteps } from "./shard-steps.ts";
import { type Part, partOf } from "./share.ts";
import type { Decision } from "./synapses/build-rules.ts";

/** What a simulation is made of. */
export interface SimulationParts {
  readonly plan: JobPlan;
  readonly size: CrewSize;
  readonly crew: Crew | undefined;
  readonly decision: Decision;
  /** The shards of this thread, with their numbers and samplers. */
  readonly shards: readonly Shard[];
  readonly numbers: readonly number[];
  readonly samplers: readonly (readonly Sampler[])[];
  readonly board: ArrayBufferLike;
  readonly shape: BoardShape;
  /** All shards in their order. */
  readonly built: readonly (Omit<BuiltShard, "buffer"> & { readonly buffer: ArrayBufferLike })[];
  readonly recorded: readonly Recorded[];
  readonly sink: RecordingSink;
  readonly target: "wasm" | "js";
  /** Where the run goes on from. */
  readonly state: SavedState | undefined;
  readonly profile: Profile | undefined;
}

/** Make a simulation of its parts. */
export function simulation(parts: SimulationParts): Simulation {
  const { plan, crew, recorded, samplers, built, profile } = parts;
  const names = [...plan.resolved.keys()];
  const samples = built.flatMap((shard) => shard.samples);
  const recorders = makeRecorders({ plan, recorded, samples, sink: parts.sink });
  const firsts = names.map((name) => plan.first.get(name) ?? 0);
  const steps = parts.shards.map((shard, k) =>
    shardSteps(shard, { samplers: samplers[k] ?? [], profile }),
  );
  // What is made of the shards has written into their memories, which are now put where the run goes on.
  const saved = parts.state && restoreState(parts.state, plan, built);
  const hash = spikeHash(saved?.spikeHash);
  const counts: number[] = saved === undefined ? names.map(() => 0) : [...saved.counts];
  const hear = (step: number, p: number, neurons: Uint32Array): void => {
    hash.add(step, neurons, firsts[p] as number);
    counts[p] = (counts[p] as number) + neurons.length;
    recorders.spikes(step, names[p] as string, neurons);
  };
  const rounds = roundsOf(parts, steps, hear);
  const most = stepsBetween(recorded);
  let step = saved?.step ?? 0;
  const flush = (from: number): void => {
    recorders.flush(from, step);
    for (const sampler of samplers.flat()) sampler.restart();
  };
  const synapses = accessOf(parts, () => step);
  /** Bring what is kept for each synapse up to the present step. */
  const settled = (): void => {
    if (plan.ruled.some(({ lazy }) => lazy)) runChunk(step, step);
  };
  let ended: "failed" | "was closed" | undefined;
  /** Run steps on all workers; false where another one has failed. */
  const runChunk = (from: number, end: number): boolean => {
    crew?.run(from, end);
    try {
      rounds.run(from, end);
      return true;
    } catch (error) {
      if (error === stopped) return false;
      crew?.fail();
      throw error;
    }
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
      // Whatever throws, the network has not come to a step that all of it has reached.
      ended = "failed";
      if (!runTo(step + count)) return crew?.failed();
      ended = undefined;
      return undefined;
    },
    state: (name, variable) => stateOf(parts, name, variable),
    synapses: (name) => synapses.ends(name),
    synapseState(name, variable) {
      settled();
      return synapses.read(name, variable);
    },
    setSynapseState(name, variable, values) {
      settled();
      synapses.write(name, variable, values);
    },
    setModulator: (name, modulator, value) => synapses.setModulator(name, modulator, value),
    trigger: (name, event) => synapses.trigger(name, event),
    setState: (name, variable, values) => setStateOf(parts, { name, variable, values }),
    ...portAccess(plan, built),
    save() {
      if (ended !== undefined) throw SIMULATION_ENDED({ how: ended });
      return saveState(parts, built, { step, spikeHash: hash.digest(), counts });
    },
    spikeHash: () => hash.digest(),
    spikeCount: (name) => counts[names.indexOf(known(parts, name))] ?? 0,
    async profile() {
      if (profile === undefined) return undefined;
      return sumProfiles([profile.entries(), ...((await crew?.profiles()) ?? [])]);
    },
    close() {
      ended = "was closed";
      crew?.close();
    },
  };
}

function roundsOf(
  parts: SimulationParts,
  shards: readonly ShardSteps[],
  hear: Parameters<typeof aloneRounds>[1],
): Rounds {
  const { crew, board, shape, numbers, profile } = parts;
  const [alone] = shards;
  if (shape.shards === 1 && alone !== undefined) return aloneRounds(alone, hear);
  const wait = (): void => crew?.wait();
  return meetingRounds({ shards, board: spikeBoard(board, shape), numbers, hear, wait, profile });
}

function measured(profile: Profile | undefined, act: () => void): void {
  if (profile === undefined) act();
  else profile.timed({ phase: "recording", population: "", count: 0 }, act)(0);
}

function known({ plan }: SimulationParts, name: string): string {
  if (plan.resolved.has(name)) return name;
  throw NOT_RECORDED({
    place: name,
    message: `There is no population "${name}".`,
    expected: [...plan.resolved.keys()].join(", "),
  });
}

function accessOf({ plan, built }: SimulationParts, step: () => number): SynapseAccess {
  const sizeOf = (name: string): number => plan.resolved.get(name)?.size ?? 0;
  const projections = new Map(
    plan.ruled.map(({ projection: { name, from, to } }) => [
      name,
      { sources: sizeOf(from), targets: sizeOf(to) },
    ]),
  );
  return synapseAccess({ shards: built, precision: plan.precision, step, projections });
}

function stateOf(parts: SimulationParts, population: string, variable: string): Float64Array {
  const out = new Float64Array(parts.plan.resolved.get(known(parts, population))?.size ?? 0);
  eachSlot(parts, { name: population, variable }, (view, part) => {
    for (let k = 0; k < part.size; k++) out[part.start + k * part.every] = view[k] as number;
  });
  return out;
}

interface SlotValues {
  readonly name: string;
  readonly variable: string;
  readonly values: Float64Array;
}

function setStateOf(parts: SimulationParts, { name, variable, values }: SlotValues): void {
  const population = parts.plan.resolved.get(known(parts, name));
  const state = Object.keys(population?.model.state ?? {});
  if (!state.includes(variable)) {
    throw NOT_RECORDED({
      place: `${name}.${variable}`,
      message: `The population "${name}" has no state variable "${variable}".`,
      expected: state.join(", "),
    });
  }
  const size = population?.size ?? 0;
  if (values.length !== size) {
    throw NOT_RECORDED({
      place: `${name}.${variable}`,
      message: `"${variable}" needs one value for each neuron.`,
      expected: `${size} values, not ${values.length}`,
    });
  }
  eachSlot(parts, { name, variable }, (view, part) => {
    for (let k = 0; k < part.size; k++) view[k] = values[part.start + k * part.every] as number;
    // Padding is computed too and must hold something that can be.
    view.fill(view[part.size - 1] ?? 0, part.size);
  });
}

/** Visit the array of a variable in each shard. */
function eachSlot(
  parts: SimulationParts,
  { name: population, variable }: Omit<SlotValues, "values">,
  visit: (view: Float64Array | Float32Array, part: Part) => void,
): void {
  const { plan, built } = parts;
  const name = known(parts, population);
  const size = plan.resolved.get(name)?.size ?? 0;
  const first = plan.first.get(name) ?? 0;
  for (const { number, buffer, slots } of built) {
    const address = slots.get(name)?.get(variable);
    if (address === undefined) {
      throw NOT_RECORDED({
        place: `${name}.${variable}`,
        message: `The population "${name}" has no variable "${variable}".`,
        expected: [...(slots.get(name)?.keys() ?? [])].join(", "),
      });
    }
    const part = partOf({ first, size }, { index: number, of: built.length });
    const length = paddedLength(part.size);
    visit(slotView(buffer, { address, size: length, precision: plan.precision }), part);
  }
}
