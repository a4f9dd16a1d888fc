import { compileExpression } from "@spikeloom/equations";
import {
  decayOverStep,
  type EventTimes,
  RULE,
  structureSteps,
  type ThirdFactor,
} from "@spikeloom/program";
import { type ValueBoard, valueReader } from "../crew/value-board.ts";
import { SLOT_MISSING } from "../errors.ts";
import { type LaidPopulation, observedOf, slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";
import type { LaidRule } from "./laid-rule.ts";
import { notesTargets, type RuleCode, type RuleJob } from "./rule-code.ts";
import { type SpikeCounter, spikeCounter } from "./spike-counts.ts";
import { restructure } from "./structure.ts";

/** What a ruled projection does in the steps of a shard. */
export interface RuleActs {
  readonly source: string;
  readonly target: string;
  /** Whether it reads variables of neurons, which must then be up to date when a step begins. */
  readonly readsNeurons: boolean;
  /** At the start of a step: third factors, named events, what moves at each step. */
  begin(step: number): void;
  arrive(step: number): void;
  /** Note spikes of the shard's targets: places at an address. */
  note(list: number, count: number, step: number): void;
  /** After the spikes of a step's targets are known. */
  after(step: number): void;
  /** Hear of the spikes of all shards. */
  countSpikes(step: number, population: string, neurons: Uint32Array): void;
  /** Bring all synapses up to a step that is about to begin. */
  settle(step: number): void;
}

/** What the acts of a rule are made with. */
export interface RuleActOptions {
  readonly code: RuleCode;
  /** Where shards leave what others read; undefined where there is one shard. */
  readonly values: ValueBoard | undefined;
}

/** Make the acts of a rule of a shard. */
export function ruleActs(shard: Shard, job: RuleJob, { code, values }: RuleActOptions): RuleActs {
  const { rule } = job;
  const { machine } = shard;
  const { ruled, eager } = rule;
  const { projection, program, place } = ruled;
  const words = new Int32Array(machine.buffer);
  const copies = copiesOf(shard, rule, values);
  const factors = [...ruled.factors].map(([name, factor]) =>
    actOfFactor(shard, job, { name, factor }),
  );
  const events = [...program.named.keys()].map((name) => ({
    name,
    ...countsOfEvent(shard, job, ruled.events.get(name)),
  }));
  const settle = (step: number): void => code.settle?.(step);
  const rings = factorRings(shard, rule);
  const comes = namedEvents(shard, rule, code);
  const notes = notesTargets(rule);
  const rebuild = restructuring(shard, rule, code);
  return {
    source: projection.from,
    target: projection.to,
    readsNeurons: copies.length > 0,
    begin(step) {
      for (const copy of copies) copy(step);
      for (const factor of factors) factor.begin(step);
      for (const ring of rings) ring(step);
      code.begin?.(step);
      for (const event of events) comes(event, step, settle);
      rebuild?.(step, settle);
      code.move?.(step);
      code.filter?.(step);
      if (eager !== undefined) words[(eager.counts >>> 2) + (step & (eager.length - 1))] = 0;
    },
    arrive(step) {
      code.spikes?.(step, 1);
      code.arrive(step);
    },
    note(list, count, step) {
      if (!notes) return;
      let done = 0;
      for (let tries = 0; done < count; tries++) {
        const noted = code.note?.(list + 4 * done, count - done, step) ?? 0;
        done += noted;
        if (done === count) break;
        if (noted === 0 && tries > 0) {
          throw RULE({
            place,
            message: "A target sends more spikes within twice a dendritic delay than are kept.",
            expected: `at most ${rule.history.capacity - 2}`,
            next: 'Lower "dendritic", or give the target a refractory period.',
          });
        }
        settle(step);
      }
      if (eager === undefined) return;
      const slot = step & (eager.length - 1);
      words[(eager.counts >>> 2) + slot] = count;
      words.copyWithin(
        (eager.lists >>> 2) + slot * eager.capacity,
        list >>> 2,
        (list >>> 2) + count,
      );
    },
    after: (step) => code.spikes?.(step, 0),
    countSpikes(step, population, neurons) {
      for (const factor of factors) factor.countSpikes(step, population, neurons);
      for (const event of events) event.countSpikes(step, population, neurons);
    },
    settle,
  };
}

/** What notes third factors of each step, for synapses that live behind. */
function factorRings(
  { machine: { buffer } }: Shard,
  { address, precision }: LaidRule,
): readonly ((step: number) => void)[] {
  const { length: size, modulators } = address.common;
  return [...modulators].map(([name, ring]) => {
    const own = address.modulators.get(name) ?? 0;
    const from = slotView(buffer, { address: own, size: 1, precision });
    const to = slotView(buffer, { address: ring, size, precision });
    return (step) => {
      to[step & (size - 1)] = from[0] as number;
    };
  });
}

/** What lets an event come as often as it does in a step, and to the synapses to which it is due. */
function namedEvents(
  { machine }: Shard,
  { address, columns }: LaidRule,
  code: RuleCode,
): (event: NamedCounts, step: number, settle: (step: number) => void) => void {
  const words = new Int32Array(machine.buffer);
  const { common } = address;
  const mask = common.length - 1;
  const lags = [...new Set(columns.map(({ dendritic }) => dendritic))];
  return ({ name, at }, step, settle) => {
    const trigger = (address.triggers.get(name) ?? 0) >>> 2;
    const ring = (common.events.get(name) ?? 0) >>> 2;
    const times = at(step) + (words[trigger] as number);
    words[trigger] = 0;
    words[ring + (step & mask)] = times;
    for (let k = 0; k < times; k++) code.common.get(name)?.(step);
    const isDue = lags.some((lag) => step >= lag && words[ring + ((step - lag) & mask)] !== 0);
    if (!isDue) return;
    // What waits comes before the event.
    settle(step);
    code.named.get(name)?.(step);
  };
}

/** What lets synapses come and go at their intervals; undefined where they stay. */
function restructuring(
  { machine, plan }: Shard,
  rule: LaidRule,
  code: RuleCode,
): ((step: number, settle: (step: number) => void) => void) | undefined {
  const { structure } = rule.ruled.program;
  if (structure === undefined) return undefined;
  const { place } = rule.ruled;
  const every = structureSteps(structure, { dt: plan.dt, place });
  const act = restructure({ ...plan, rule, buffer: machine.buffer });
  return (step, settle) => {
    if (step === 0 || step % every !== 0) return;
    settle(step);
    code.remove?.(step);
    code.add?.(step);
    act(step);
  };
}

/** What brings the variables of neurons that are read to where the code finds them. */
function copiesOf(
  { populations, machine }: Shard,
  rule: LaidRule,
  values: ValueBoard | undefined,
): readonly ((step: number) => void)[] {
  const { ruled, precision, address } = rule;
  const { projection, program } = ruled;
  return program.reads.map(({ name, of, variable }) => {
    const end = of === "pre" ? projection.from : projection.to;
    const population = populations.find((one) => one.name === end) as LaidPopulation;
    const from = observedOf(population, variable);
    if (from === undefined) throw SLOT_MISSING({ population: end, slot: variable });
    const own = address.ends.get(name) ?? 0;
    if (of === "pre" && values !== undefined) {
      const { size } = population.resolved;
      const to = slotView(machine.buffer, { address: own, size, precision });
      const read = valueReader(values, { population: end, variable, size });
      return (step) => to.set(read(step));
    }
    const { size } = population.part;
    const source = slotView(machine.buffer, { address: from, size, precision });
    const to = slotView(machine.buffer, { address: own, size, precision });
    return () => to.set(source);
  });
}

/** A named event, and how often it comes. */
interface NamedCounts extends SpikeCounter {
  readonly name: string;
}

interface FactorAct extends Pick<SpikeCounter, "countSpikes"> {
  begin(step: number): void;
}

/** Write the value of a third factor before each step. */
function actOfFactor(
  { plan, machine }: Shard,
  { rule, spikeCounts }: RuleJob,
  { name, factor }: { readonly name: string; readonly factor: ThirdFactor },
): FactorAct {
  const { ruled, precision } = rule;
  const place = `${ruled.place}.modulators.${name}`;
  const address = rule.address.modulators.get(name);
  if (address === undefined) throw RULE({ place, message: "The rule does not keep it." });
  const view = slotView(machine.buffer, { address, size: 1, precision });
  if (factor.kind === "constant") {
    view[0] = factor.value;
    return { begin: silent, countSpikes: silent };
  }
  if (factor.kind === "formula") {
    const compute = compileExpression(factor.value, { slots: new Map([["t", 0]]) });
    const frame = new Float64Array(1);
    return {
      begin: (step) => {
        frame[0] = step * plan.dt;
        const value = compute(frame);
        if (!Number.isFinite(value)) throw notFinite(place, value, frame[0]);
        view[0] = value;
      },
      countSpikes: silent,
    };
  }
  const { weight, tau, spikes } = factor;
  const decay = decayOverStep(tau, plan.dt);
  const counter = spikeCounter(spikes, spikeCounts.get(spikes), machine.buffer);
  return {
    begin(step) {
      view[0] = (view[0] as number) * decay + weight * counter.at(step);
    },
    countSpikes: counter.countSpikes,
  };
}

function silent(): void {
  // Nothing changes.
}

function notFinite(place: string, got: number, time: number): Error {
  const message = `The third factor is no finite number at ${time} ms.`;
  return RULE({ place: `${place}.formula`, message, expected: "a number", got: String(got) });
}

/** Return how often a named event comes at the start of each step. */
function countsOfEvent(
  { plan, machine }: Shard,
  { spikeCounts }: RuleJob,
  times: EventTimes | undefined,
): SpikeCounter {
  if (times === undefined) return { at: () => 0, countSpikes: silent };
  if (times.kind === "spikes") {
    return spikeCounter(times.spikes, spikeCounts.get(times.spikes), machine.buffer);
  }
  const [start, every] = [times.start, times.every].map((time) => Math.round(time / plan.dt)) as [
    number,
    number,
  ];
  return {
    at: (step) => (step >= start && (step - start) % every === 0 ? 1 : 0),
    countSpikes: silent,
  };
}
