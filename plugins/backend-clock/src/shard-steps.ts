import { SPIKES_PER_STEP } from "@spikeloom/code";
import { comesBefore } from "@spikeloom/program";
import { listViews } from "./list-views.ts";
import { takeSent } from "./open/open-ports.ts";
import type { PlacedPopulation } from "./populations.ts";
import type { Sampler } from "./recording/sampler.ts";
import type { Shard } from "./shard.ts";
import { type ActOptions, shardActs } from "./shard-acts.ts";
import { countAddress, listAddress, type SpikeRing } from "./spike-rings.ts";
import { makeUpdates, type Update } from "./updates.ts";
import { valueWriter } from "./workers/value-exchange.ts";

/** The steps of one shard, divided at the points where shards exchange spikes. */
export interface ShardSteps {
  /**
   * Write the neuron values that couplings of other shards read at the start of a step.
   *
   * Undefined if nothing is read, so that shards need not synchronise.
   */
  readonly publish: ((step: number) => void) | undefined;
  /** Run a step up to its spikes; `send` receives those of the shard. */
  before(step: number, send: Send): void;
  /** Run the part of a step after its spikes are known, if they can act within it. */
  after(step: number): void;
  /** Move the spikes of all shards in a step to where delivery reads them. */
  receive(step: number, population: number, neurons: Uint32Array): void;
  /** Initialise the empty lists of a step. */
  clear(step: number): void;
  /** Deliver rows that are delivered once their spikes are known. */
  launch(step: number): void;
  /** Complete deferred work, so that memory is in the state after a step. */
  settle(): void;
  /** Update the stored state of each synapse up to a step that is about to start. */
  settleSynapses(step: number): void;
}

/** Receives the spikes of a population: ascending neuron indices, repeated for several spikes. */
export type Send = (population: number, neurons: Uint32Array) => void;

/** Inputs for creating steps. */
export interface StepOptions extends ActOptions {
  readonly samplers: readonly Sampler[];
}

/** Create the steps of a shard. */
export function shardSteps(shard: Shard, options: StepOptions): ShardSteps {
  const { samplers, profile, values } = options;
  const { rings, trains, zeroDelay, machine } = shard;
  const { dt } = shard.plan;
  const acts = shardActs(shard, options);
  const updates = makeUpdates(shard, profile);
  const words = new Uint32Array(machine.buffer);
  const lists = shard.sent.map((address) => listViews(words.subarray(address >>> 2)));
  const neurons = trains.flatMap((train, p) => (train === undefined ? [p] : []));
  const sendSources = sourceSender(shard);
  const settle = (): void => {
    for (let k = 0; k < neurons.length; k++) updates[neurons[k] as number]?.takeIn();
  };
  const readsNeurons = acts.rules.some(({ readsNeurons: reads }) => reads);
  const sample = sampling(shard, { samplers, profile, settle });
  const sendNeurons = (p: number, step: number, send: Send): void => {
    const count = (updates[p] as Update).first(step);
    if (count === 0) return;
    const spikes = (lists[p] as (length: number) => Uint32Array)(count);
    const { name } = shard.populations[p] as PlacedPopulation;
    const list = shard.sent[p] as number;
    for (const rule of acts.rules) if (rule.target === name) rule.note(list, count, step);
    nameNeurons(spikes, shard.populations[p] as PlacedPopulation);
    send(p, spikes);
  };
  const observe = (step: number): void => {
    settle();
    for (const act of machine.observe) act?.(step * dt, 0);
  };
  const write = values && valueWriter(shard, values);
  return {
    publish:
      write &&
      ((step) => {
        observe(step);
        write(step);
      }),
    before(step, send) {
      if (readsNeurons && write === undefined) observe(step);
      actAll(acts.begin, step);
      sample(step, "start");
      sendSources(step, send);
      if (!zeroDelay) actAll(acts.arrive, step);
      for (let k = 0; k < neurons.length; k++) sendNeurons(neurons[k] as number, step, send);
      if (!zeroDelay) actAll(acts.after, step);
      if (!zeroDelay) sample(step, "end");
    },
    after(step) {
      if (!zeroDelay) return;
      actAll(acts.arrive, step);
      actAll(acts.after, step);
      for (let k = 0; k < neurons.length; k++) updates[neurons[k] as number]?.putOff(step);
      sample(step, "end");
    },
    clear(step) {
      for (let k = 0; k < rings.length; k++) {
        words[countAddress(rings[k] as SpikeRing, step) >>> 2] = 0;
      }
    },
    receive(step, p, spikes) {
      const ring = rings[p] as Shard["rings"][number];
      checkRoom(ring, spikes.length);
      words.set(spikes, listAddress(ring, step) >>> 2);
      words[countAddress(ring, step) >>> 2] = spikes.length;
      acts.countEvents?.(ring.population, spikes);
      for (const rule of acts.rules) rule.countSpikes(step, ring.population, spikes);
    },
    launch(step) {
      actAll(acts.launch, step);
    },
    settle,
    settleSynapses(step) {
      for (const rule of acts.rules) rule.settle(step);
    },
  };
}

/** Avoids iterators, which would create garbage in each step. */
function actAll(acts: readonly ((step: number) => void)[], step: number): void {
  for (let k = 0; k < acts.length; k++) (acts[k] as (step: number) => void)(step);
}

function checkRoom({ population, capacity: most }: SpikeRing, got: number): void {
  if (got > most) throw SPIKES_PER_STEP({ place: `populations.${population}`, most, got });
}

/** Create a function that sends the spikes of a shard's sources in a step. */
function sourceSender({
  trains,
  populations,
  open,
  machine: { buffer },
  plan: { convention },
}: Shard): (step: number, send: Send) => void {
  const sources = trains.flatMap((train, p) => {
    if (train === undefined) return [];
    const list = open.sent.get((populations[p] as PlacedPopulation).name);
    return [{ p, train, join: list && takeSent(list, { buffer, convention }) }];
  });
  return (step, send) => {
    for (let k = 0; k < sources.length; k++) {
      const { p, train, join } = sources[k] as (typeof sources)[number];
      const spikes = train.at(step);
      const joined = join?.(spikes);
      if (joined === undefined && spikes.length === 0) continue;
      const all = joined ?? Uint32Array.from(spikes);
      if (all.length > 0) send(p, all);
    }
  };
}

/** Convert indices in the shard's arrays to neuron indices. */
function nameNeurons(spikes: Uint32Array, { part: { start, every } }: PlacedPopulation): void {
  if (every === 1) return;
  for (let k = 0; k < spikes.length; k++) spikes[k] = start + (spikes[k] as number) * every;
}

/** Create a function that takes the due samples of a shard. */
function sampling(
  { machine, plan }: Shard,
  {
    samplers,
    profile,
    settle,
  }: Pick<StepOptions, "samplers" | "profile"> & { readonly settle: () => void },
): (step: number, when: "start" | "end") => void {
  const { dt } = plan;
  const sampled = comesBefore(plan, "sample", "sources") ? "start" : "end";
  let due: readonly Sampler[] = [];
  const take = (stamp: number): void => {
    for (const observe of machine.observe) observe?.(stamp * dt, 0);
    for (const sampler of due) sampler.take();
  };
  const what = { phase: "recording", population: "", count: 0 } as const;
  const taken = profile?.timed(what, take) ?? take;
  return (step, when) => {
    if (samplers.length === 0 || sampled !== when) return;
    const stamp = when === "end" ? step + 1 : step;
    due = samplers.filter((sampler) => sampler.isDue(stamp));
    if (due.length === 0) return;
    settle();
    taken(stamp);
  };
}
