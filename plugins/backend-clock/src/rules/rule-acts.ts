import { eventKey, notesTargets, restructure } from "@spikeloom/code";
import { compileExpression } from "@spikeloom/equations";
import {
  decayOverStep,
  type EventTimes,
  RULE,
  structureSteps,
  type ThirdFactor,
} from "@spikeloom/program";
import { SLOT_MISSING } from "../errors.ts";
import type { RuleCalls } from "../machine.ts";
import { type PlacedArray, viewer, viewOf } from "../placed.ts";
import { observedOf, type PlacedPopulation, slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";
import { countAddress, listAddress } from "../spike-rings.ts";
import { type ValueExchange, valueReader } from "../workers/value-exchange.ts";
import type { PlacedRule } from "./placed-rule.ts";
import { type SpikeCounter, spikeCounter } from "./spike-counts.ts";

/** Actions of a ruled projection in the steps of a shard. */
export interface RuleActs {
  readonly source: string;
  readonly target: string;
  /** Whether it reads variables of neurons, which must then be current at the start of a step. */
  readonly readsNeurons: boolean;
  /** At the start of a step: third factors, named events, step dynamics. */
  begin(step: number): void;
  arrive(step: number): void;
  /** Store spikes of the shard's targets: indices at an address. */
  note(list: number, count: number, step: number): void;
  /** After the spikes of a step's targets are known. */
  after(step: number): void;
  /** Receive the spikes of all shards. */
  countSpikes(step: number, population: string, neurons: Uint32Array): void;
  /** Advance all synapses to a step that is about to begin. */
  settle(step: number): void;
}

/** Inputs for creating the actions of a rule. */
export interface RuleActOptions {
  readonly code: RuleCalls;
  /** Where shards store values that others read; undefined if there is only one shard. */
  readonly values: ValueExchange | undefined;
}

/** Create the actions of a rule in a shard. */
export function ruleActs(
  shard: Shard,
  rule: PlacedRule,
  { code, values }: RuleActOptions,
): RuleActs {
  const { machine } = shard;
  const { ruled, eager } = rule;
  const { projection, program, place } = ruled;
  const words = new Int32Array(machine.buffer);
  const copies = copiesOf(shard, rule, values);
  const factors = [...ruled.factors].map(([name, factor]) =>
    actOfFactor(shard, rule, { name, factor }),
  );
  const events = [...program.named.keys()].map((name) => ({
    name,
    ...countsOfEvent(shard, rule, ruled.events.get(name)),
  }));
  const settle = (step: number): void => void code.get("settle")?.(step);
  const rings = factorRings(shard, rule);
  const applyEvent = namedEvents(shard, rule, code);
  const notes = notesTargets(rule);
  const [arrive, spikes] = [code.get("arrive"), code.get("spikes")];
  const rebuild = restructuring(shard, rule, code);
  return {
    source: projection.from,
    target: projection.to,
    readsNeurons: copies.length > 0,
    begin(step) {
      for (const copy of copies) copy(step);
      for (const factor of factors) factor.begin(step);
      for (const ring of rings) ring(step);
      code.get("begin")?.(step);
      for (const event of events) applyEvent(event, step, settle);
      rebuild?.(step, settle);
      code.get("move")?.(step);
      code.get("filter")?.(step);
      if (eager !== undefined) words[countAddress(eager, step) >>> 2] = 0;
    },
    arrive(step) {
      spikes?.(step, 1);
      arrive?.(step);
    },
    note(list, count, step) {
      if (!notes) return;
      let done = 0;
      for (let tries = 0; done < count; tries++) {
        const noted = code.get("note")?.(list + 4 * done, count - done, step) ?? 0;
        done += noted;
        if (done === count) break;
        if (noted === 0 && tries > 0) {
          throw RULE({
            place,
            message:
              "A target sends more spikes within twice a dendritic delay than can be stored.",
            expected: `at most ${rule.history.capacity - 2}`,
            next: 'Lower "dendritic", or give the target a refractory period.',
          });
        }
        settle(step);
      }
      if (eager === undefined) return;
      words[countAddress(eager, step) >>> 2] = count;
      words.copyWithin(listAddress(eager, step) >>> 2, list >>> 2, (list >>> 2) + count);
    },
    after: (step) => spikes?.(step, 0),
    countSpikes(step, population, neurons) {
      for (const factor of factors) factor.countSpikes(step, population, neurons);
      for (const event of events) event.countSpikes(step, population, neurons);
    },
    settle,
  };
}

/** Stores third factors of each step, for synapses that lag behind. */
function factorRings(
  { machine: { buffer } }: Shard,
  { common: { length, modulators: rings }, modulators }: PlacedRule,
): readonly ((step: number) => void)[] {
  return [...modulators].map(([name, own]) => {
    const from = viewOf(buffer, own);
    const to = viewOf(buffer, rings.get(name) ?? own);
    return (step) => {
      to[step & (length - 1)] = from[0] as number;
    };
  });
}

/** Processes an event as often as it occurs in a step, for the synapses at which it is due. */
function namedEvents(
  { machine }: Shard,
  { common, triggers, columns }: PlacedRule,
  code: RuleCalls,
): (event: NamedCounts, step: number, settle: (step: number) => void) => void {
  const mask = common.length - 1;
  const lags = [...new Set(columns.map(({ dendritic }) => dendritic))];
  const view = (array: PlacedArray<"i32">) => viewOf(machine.buffer, array);
  const asked = new Map([...triggers].map(([name, array]) => [name, view(array)]));
  const rings = new Map([...common.events].map(([name, array]) => [name, view(array)]));
  return ({ name, at }, step, settle) => {
    const [trigger, ring] = [asked.get(name), rings.get(name)];
    if (trigger === undefined || ring === undefined) return;
    const times = at(step) + (trigger[0] as number);
    trigger[0] = 0;
    ring[step & mask] = times;
    for (let k = 0; k < times; k++) code.get(eventKey("common", name))?.(step);
    const isDue = lags.some((lag) => step >= lag && ring[(step - lag) & mask] !== 0);
    if (!isDue) return;
    // Deferred spikes precede the event.
    settle(step);
    code.get(eventKey("named", name))?.(step);
  };
}

/** Removes and adds synapses at their intervals; undefined if the synapses are fixed. */
function restructuring(
  { machine, plan }: Shard,
  rule: PlacedRule,
  code: RuleCalls,
): ((step: number, settle: (step: number) => void) => void) | undefined {
  const { structure } = rule.program;
  if (structure === undefined) return undefined;
  const { place, growth, projection } = rule.ruled;
  const { dt, seed, trial } = plan;
  const every = structureSteps(structure, { dt, place });
  const view = viewer(machine.buffer);
  const { sources, targets } = projection;
  const act = restructure({ rule, growth, sources, targets, place, seed, trial, view });
  return (step, settle) => {
    if (step === 0 || step % every !== 0) return;
    settle(step);
    code.get("remove")?.(step);
    code.get("add")?.(step);
    act(step);
  };
}

/** Copies the variables of neurons that are read to where the code finds them. */
function copiesOf(
  { populations, machine }: Shard,
  rule: PlacedRule,
  values: ValueExchange | undefined,
): readonly ((step: number) => void)[] {
  const { ruled, precision, ends } = rule;
  const { projection, program } = ruled;
  return program.reads.map(({ name, of, variable }) => {
    const end = of === "pre" ? projection.from : projection.to;
    const population = populations.find((one) => one.name === end) as PlacedPopulation;
    const from = observedOf(population, variable);
    if (from === undefined) throw SLOT_MISSING({ population: end, slot: variable });
    const own = ends.get(name);
    if (own === undefined) throw SLOT_MISSING({ population: end, slot: name });
    const to = viewOf(machine.buffer, own);
    if (of === "pre" && values !== undefined) {
      const { size } = population.resolved;
      const read = valueReader(values, { population: end, variable, size });
      return (step) => to.set(read(step));
    }
    const { size } = population.part;
    const source = slotView(machine.buffer, { address: from, size, precision });
    return () => to.set(source);
  });
}

/** A named event, and how often it occurs. */
interface NamedCounts extends SpikeCounter {
  readonly name: string;
}

interface FactorAct extends Pick<SpikeCounter, "countSpikes"> {
  begin(step: number): void;
}

/** Write the value of a third factor before each step. */
function actOfFactor(
  { plan, machine }: Shard,
  rule: PlacedRule,
  { name, factor }: { readonly name: string; readonly factor: ThirdFactor },
): FactorAct {
  const place = `${rule.ruled.place}.modulators.${name}`;
  const array = rule.modulators.get(name);
  if (array === undefined) throw RULE({ place, message: "The rule does not store it." });
  const view = viewOf(machine.buffer, array);
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
  const counter = spikeCounter(spikes, rule.spikeCounts.get(spikes), machine.buffer);
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
  const message = `The third factor is not finite at ${time} ms.`;
  return RULE({ place: `${place}.formula`, message, expected: "a number", got: String(got) });
}

/** Return how often a named event occurs at the start of each step. */
function countsOfEvent(
  { plan, machine }: Shard,
  { spikeCounts }: PlacedRule,
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
