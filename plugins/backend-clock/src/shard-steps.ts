import { javascriptEventCount } from "./delivery.ts";
import { drawFillers } from "./draw-fillers.ts";
import { prepareDrives } from "./drives.ts";
import type { LaidPopulation } from "./populations.ts";
import { proceduralDeliveries } from "./procedural-delivery.ts";
import type { Profile } from "./profile.ts";
import type { Sampler } from "./sampler.ts";
import type { Shard } from "./shard.ts";
import { countAddress, listAddress } from "./spike-rings.ts";
import { prepareInputs } from "./stimulate.ts";

/** The steps of one shard, cut where shards have to hear of each other's spikes. */
export interface ShardSteps {
  /** Run a step up to its spikes; `send` is told those of the shard. */
  before(step: number, send: Send): void;
  /** Run what comes after the spikes of a step are known, where they can act within it. */
  after(step: number): void;
  /** Put the spikes of all shards in a step where delivery finds them. */
  receive(step: number, population: number, neurons: Uint32Array): void;
  /** Begin the lists of a step: nobody has sent anything yet. */
  clear(step: number): void;
  /** Deliver rows that are delivered once their spikes are known. */
  launch(step: number): void;
  /** Do what was put off, so that memory is as a step leaves it. */
  settle(): void;
}

/** Takes the spikes of a population: ascending numbers of neurons, once for each spike. */
export type Send = (population: number, neurons: Uint32Array) => void;

/** What steps are made with. */
export interface StepOptions {
  readonly samplers: readonly Sampler[];
  readonly profile: Profile | undefined;
}

type Act = (step: number) => void;

/** Make the steps of a shard. */
export function shardSteps(shard: Shard, { samplers, profile }: StepOptions): ShardSteps {
  const { plan, machine, populations, rings, trains, zeroDelay } = shard;
  const { dt, seed, precision, convention, network, stimuli } = plan;
  const { buffer } = machine;
  const held = convention.inputHold;
  const stimulation = { network, dt, seed, precision, populations, buffer, held };
  const timed = (phase: Parameters<Profile["timed"]>[0], act: Act): Act =>
    profile === undefined ? act : profile.timed(phase, act);
  const all = (acts: readonly Act[], phase: "input" | "draw" | "drive"): Act[] =>
    acts.map((act) => timed({ phase, population: "", count: 0 }, act));
  const inputs = all(prepareInputs(stimuli, stimulation), "input");
  const draws = all(drawFillers(shard.draws, machine), "draw");
  const drives = prepareDrives(shard.drives, machine, stimulation).map((act, k) => {
    const { target, own } = shard.drives[k] as Shard["drives"][number];
    const count = own.numbers.length;
    return timed({ phase: "drive", population: target.population, count }, act);
  });
  const deliveries = [...machine.deliver, ...proceduralDeliveries(shard, profile)].map(
    ({ source, arrive, launch }) => ({
      arrive: arrive && timed({ phase: "delivery", population: source, count: 0 }, arrive),
      launch: launch && timed({ phase: "delivery", population: source, count: 0 }, launch),
    }),
  );
  const countEvents = profile && eventCounter(shard, profile);
  const words = new Uint32Array(buffer);
  const updates = populations.map((population, p) => kernelOf(shard, population, p));
  const sources = trains.flatMap((train, p) => (train === undefined ? [] : [p]));
  const neurons = trains.flatMap((train, p) => (train === undefined ? [p] : []));
  let count = 0;
  const firsts = updates.map(({ first }, p) => {
    const { name, part } = populations[p] as LaidPopulation;
    const act: Act = (step) => {
      count = first(step);
    };
    return timed({ phase: "update", population: name, count: part.size }, act);
  });
  const seconds = updates.map(({ second }, p) => {
    const { name } = populations[p] as LaidPopulation;
    return timed({ phase: "update", population: name, count: 0 }, second);
  });
  const putOffs = updates.map(({ putOff }, p) => {
    const { name } = populations[p] as LaidPopulation;
    return timed({ phase: "update", population: name, count: 0 }, putOff);
  });
  const settle = (): void => {
    for (const p of neurons) seconds[p]?.(0);
  };
  let due: readonly Sampler[] = [];
  const take = timed({ phase: "recording", population: "", count: 0 }, (stamp) => {
    for (const observe of machine.observe) observe?.(stamp * dt, 0);
    for (const sampler of due) sampler.take();
  });
  const sample = (step: number, when: "start" | "end"): void => {
    if (samplers.length === 0 || convention.sampleAt !== when) return;
    const stamp = when === "end" ? step + 1 : step;
    due = samplers.filter((sampler) => sampler.isDue(stamp));
    if (due.length === 0) return;
    settle();
    take(stamp);
  };
  const arrive = (step: number): void => {
    for (const drive of drives) drive(step);
    for (const delivery of deliveries) delivery.arrive?.(step);
  };
  const sendNeurons = (p: number, step: number, send: Send): void => {
    firsts[p]?.(step);
    if (count === 0) return;
    const list = (shard.sent[p] as number) >>> 2;
    const spikes = words.subarray(list, list + count);
    const { start, every } = (populations[p] as LaidPopulation).part;
    if (every > 1)
      for (let k = 0; k < count; k++) spikes[k] = start + (spikes[k] as number) * every;
    send(p, spikes);
  };
  return {
    before(step, send) {
      for (const input of inputs) input(step);
      for (const draw of draws) draw(step);
      sample(step, "start");
      for (const p of sources) {
        const spikes = trains[p]?.at(step) ?? [];
        if (spikes.length > 0) send(p, Uint32Array.from(spikes));
      }
      if (!zeroDelay) arrive(step);
      for (const p of neurons) sendNeurons(p, step, send);
      if (!zeroDelay) sample(step, "end");
    },
    after(step) {
      if (!zeroDelay) return;
      arrive(step);
      for (const p of neurons) putOffs[p]?.(step);
      sample(step, "end");
    },
    clear(step) {
      for (const ring of rings) words[countAddress(ring, step) >>> 2] = 0;
    },
    receive(step, p, spikes) {
      const ring = rings[p] as Shard["rings"][number];
      words.set(spikes, listAddress(ring, step) >>> 2);
      words[countAddress(ring, step) >>> 2] = spikes.length;
      countEvents?.(ring.population, spikes);
    },
    settle,
    launch(step) {
      for (const delivery of deliveries) delivery.launch?.(step);
    },
  };
}

/** Counts the events that spikes cause in a shard, under the delivery of their population. */
function eventCounter(
  { groups, machine }: Shard,
  profile: Profile,
): (population: string, spikes: Uint32Array) => void {
  const tables = groups.flatMap((group) => group.tables).filter(({ count }) => count > 0);
  const counters = tables.map((table) => ({
    source: table.source,
    count: javascriptEventCount(table, machine),
  }));
  return (population, spikes) => {
    for (const { source, count } of counters) {
      if (source !== population) continue;
      profile.add({ phase: "delivery", population, count: count(spikes) });
    }
  };
}

interface Update {
  /** Advance the neurons; gives how many sent a spike. */
  first(step: number): number;
  /** What arrived in a step is to be taken in before anything else reads the neurons' memory. */
  putOff(step: number): void;
  /** Take it in now, if it was not. */
  second(): void;
}

function kernelOf(shard: Shard, { part }: LaidPopulation, p: number): Update {
  const { machine, plan, sent } = shard;
  const [first, second] = machine.kernels[p] ?? [];
  const fused = machine.fused[p];
  const out = sent[p] ?? 0;
  const { dt } = plan;
  if (part.size === 0) return { first: () => 0, putOff: () => undefined, second: () => undefined };
  let late = -1;
  const takeIn = (): void => {
    if (late >= 0) second?.(late * dt, 0);
    late = -1;
  };
  return {
    first(step) {
      if (late >= 0 && fused !== undefined) {
        late = -1;
        return fused(step * dt, out);
      }
      return first?.(step * dt, out) ?? 0;
    },
    putOff(step) {
      late = step;
      if (fused === undefined) takeIn();
    },
    second: takeIn,
  };
}
