import {
  arrivalShift,
  type DynamicSynapses,
  type EventProgram,
  endVariables,
  findObserved,
  initialFactor,
  leastDelay,
  type NetworkProgram,
  type OpenProjection,
  type SynapseProgram,
  slotName,
  stepsBehind as stepsOfDelay,
  synapseStart,
  timeBetweenSteps,
} from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { evaluated, type Names, type Scope, valuesOf } from "./expressions.ts";
import { type Body, valuesAt } from "./motion.ts";
import { increase, type Neurons, slotOf } from "./neurons.ts";
import { type RuleState, type Shared, type State, spikesAt } from "./state.ts";
import type { DrawnProjection, Synapse } from "./synapses.ts";

/**
 * The synapses of a projection that do more than carry a weight.
 *
 * A synapse lives in a time of its own, behind that of the neurons by the dendritic part of its delay: a spike of
 * the target reaches it that much later than it is sent, and what it then does reaches the target as much later again.
 */
export interface Rule {
  readonly network: NetworkProgram;
  readonly projection: OpenProjection;
  readonly dynamic: DynamicSynapses;
  readonly program: SynapseProgram;
  readonly from: Neurons;
  readonly to: Neurons;
  readonly state: RuleState;
}

/** Create the state of a rule before the first step. */
export function initialRule(
  network: NetworkProgram,
  { projection, synapses }: DrawnProjection,
  { program, sources, factors }: DynamicSynapses,
): RuleState {
  const sizeOf = (name: string): number => network.populations.get(name)?.size ?? 0;
  const sizes = { pre: sizeOf(projection.from), post: sizeOf(projection.to) };
  const zeros = (names: readonly string[]): Names => new Map(names.map((name) => [name, 0]));
  const source = new Map(program.source.map((name) => [name, sources.get(name) ?? 0]));
  // Where synapses may grow, there is a delay for them before there are any.
  const isEmpty = synapses.length === 0 && program.structure?.add !== undefined;
  const drawn = new Set(inOrder(synapses).map(({ delay }) => delay));
  const delays = isEmpty ? [leastDelay(projection, network)] : [...drawn];
  const bodies = delays.map((delay) => {
    const body = (): Body => ({ values: new Map(source), last: synapseStart(network) });
    return [delay, Array.from({ length: sizes.pre }, body)] as const;
  });
  const before = zeros(program.common);
  const shared: Shared = { before, after: before, modulators: new Map(), events: new Map() };
  const constants = [...factors].map(([name, factor]) => [name, initialFactor(factor)] as const);
  const ends = endVariables(program).map(({ name, of, initial }) => {
    return [name, new Float64Array(sizes[of]).fill(initial)] as const;
  });
  return {
    synapses: inOrder(synapses),
    sources: new Map(bodies),
    targets: Array.from({ length: sizes.post }, () => []),
    shared: new Map([[-1, shared]]),
    ends: new Map(ends),
    modulators: new Map([...zeros(program.modulators), ...constants]),
    triggered: new Map(),
  };
}

/** Order synapses by delay, then by source; others stay in the order of their creation. */
export function inOrder(synapses: readonly Synapse[]): Synapse[] {
  return synapses.toSorted((a, b) => a.delay - b.delay || a.source - b.source);
}

/** Compute how many steps synapses with a delay live behind the neurons. */
export function stepsBehind({ dynamic }: Rule, delay: number): number {
  return stepsOfDelay(delay, dynamic.dendritic);
}

/** Begin a step: read the neurons, and move what all synapses share. */
export function beginRule(rule: Rule, step: number, events: Names): void {
  const { program, state, network } = rule;
  for (const { name, of, variable } of program.reads) {
    const values = findObserved((of === "pre" ? rule.from : rule.to).slots, variable);
    state.ends.get(name)?.set(values ?? []);
  }
  const values = state.shared.get(step - 1)?.after ?? new Map();
  const before = valuesAt({ values, last: step - 1 }, program.motion.common, step, network.dt);
  const modulators = new Map(state.modulators);
  state.shared.set(step, { before, after: before, modulators, events });
  const behind = [...state.sources.keys()].map((delay) => stepsBehind(rule, delay));
  state.shared.delete(step - Math.max(0, ...behind) - 2);
}

/** Let named events act: on what is shared at once, on synapses once they live to see them. */
export function actNamedEvents(rule: Rule, step: number): void {
  const { program, state } = rule;
  const countAt = (name: string, time: number): number =>
    state.shared.get(time)?.events.get(name) ?? 0;
  for (const [name, event] of program.named) {
    const now = state.shared.get(step) as Shared;
    for (let k = 0; k < countAt(name, step); k++) {
      now.after = new Map([...now.after, ...valuesOf(event.common, scopeAt(rule, { time: step }))]);
    }
    for (const synapse of state.synapses) {
      const time = step - stepsBehind(rule, synapse.delay);
      for (let k = 0; time >= 0 && k < countAt(name, time); k++) {
        act(rule, visit(rule, synapse, { time, when: "before" }), event);
      }
    }
  }
}

/** Move the variables that are integrated step by step, and add what synapses couple to their targets. */
export function moveRule(rule: Rule, step: number): void {
  const { program, state, to } = rule;
  const { coupling, step: sets = { synapse: [], source: [] } } = program;
  if (program.step === undefined && coupling.length === 0) return;
  const timeOf = (delay: number): number => Math.max(0, step - stepsBehind(rule, delay));
  const bodies = [...state.sources].flatMap(([delay, of]) =>
    of.map((body, source) => {
      const time = timeOf(delay);
      const known = [sourceAt(rule, { delay, source }, time)];
      return { body, values: valuesOf(sets.source, scopeAt(rule, { time, source, known })) };
    }),
  );
  for (const synapse of state.synapses) {
    const { scope } = visit(rule, synapse, { time: timeOf(synapse.delay) });
    const values = valuesOf(sets.synapse, scope);
    for (const { into, value } of coupling) {
      increase(slotOf(to, into), synapse.target, evaluated(value, scope));
    }
    assign(synapse.values, values);
  }
  for (const { body, values } of bodies) assign(body.values, values);
}

/** Move the traces that follow expressions of neurons. */
export function moveFilters(rule: Rule, step: number): void {
  const { program, state } = rule;
  const next = program.filters.map(({ name, of, input, share }) =>
    state.ends.get(name)?.map((value, neuron) => {
      const at = of === "pre" ? { source: neuron } : { target: neuron };
      const got = evaluated(input, scopeAt(rule, { time: step, ...at }));
      return value + (got - value) * share;
    }),
  );
  for (const [k, { name }] of program.filters.entries()) state.ends.get(name)?.set(next[k] ?? []);
}

/** Name of the weight that a spike delivers among the values of its event. */
const delivered = "what is delivered";

/** Let the spikes of sources that arrive in a step act on their synapses and targets. */
export function actSourceSpikes(rule: Rule, spikes: State, step: number): void {
  const { program, projection, to, network, state } = rule;
  const { pre, deliver, raise } = program;
  const sets = deliver === undefined ? pre.sets : [...pre.sets, [delivered, deliver] as const];
  const sums = slotName("receptor", projection.receptor ?? "");
  for (const [delay, bodies] of state.sources) {
    const time = step - stepsBehind(rule, delay);
    const sent = step - delay - arrivalShift(network);
    for (const source of spikesAt(spikes, projection.from, sent)) {
      const values = sourceAt(rule, { delay, source }, time);
      for (const synapse of state.synapses) {
        if (synapse.delay !== delay || synapse.source !== source) continue;
        const set = act(rule, visit(rule, synapse, { time }), { lets: pre.lets, sets });
        const weight = set.get(delivered);
        if (weight !== undefined) increase(slotOf(to, sums), synapse.target, weight);
      }
      const raised = valuesOf(raise.source, scopeAt(rule, { time, source, known: [values] }));
      const body = bodies[source] as Body;
      body.values = new Map([...values, ...raised]);
      body.last = time;
    }
  }
}

/** Raise the traces of targets that spike. */
export function raiseTargets(rule: Rule, neurons: readonly number[], step: number): void {
  for (const target of neurons) {
    const before = tracesAt(rule, target, step);
    const raised = valuesOf(rule.program.raise.target, (name) => before.get(name));
    rule.state.targets[target]?.push({ values: new Map([...before, ...raised]), last: step });
  }
}

/** Let spikes of targets act on synapses that they reach in a step: first on those where they come before spikes of sources. */
export function actTargetSpikes(rule: Rule, step: number, comesFirst: boolean): void {
  const { program, dynamic, state } = rule;
  if (program.post === undefined) return;
  for (const synapse of state.synapses) {
    const behind = stepsBehind(rule, synapse.delay);
    if ((dynamic.apart && behind > 0) !== comesFirst) continue;
    const sent = step - 2 * behind;
    const spike = state.targets[synapse.target]?.findLast(({ last }) => last <= sent);
    if (spike?.last !== sent) continue;
    act(rule, visit(rule, synapse, { time: step - behind }), program.post);
  }
}

/** A step in the time of a synapse. */
interface When {
  readonly time: number;
  /** Whether named events of the step have acted on what is shared; by default they have. */
  readonly when?: "before" | "after" | undefined;
}

/** A synapse in such a step, with its variables and what its expressions read. */
interface Visit {
  readonly synapse: Synapse;
  readonly time: number;
  readonly values: Names;
  readonly scope: Scope;
}

/** Visit a synapse, without changing it. */
export function visit(rule: Rule, synapse: Synapse, { time, when }: When): Visit {
  const { source, target, delay } = synapse;
  const values = valuesAt(synapse, rule.program.motion.synapse, time, rule.network.dt);
  const traces = tracesAt(rule, target, time - stepsBehind(rule, delay));
  const known = [values, traces, sourceAt(rule, synapse, time)];
  return { synapse, time, values, scope: scopeAt(rule, { time, when, source, target, known }) };
}

interface At extends When {
  readonly source?: number;
  readonly target?: number;
  /** Values of the synapse and of its ends. */
  readonly known?: readonly Names[];
}

/** Create the scope of an expression of a synapse or of one of its ends. */
export function scopeAt(
  { program, state, network }: Rule,
  { time, source, target, when = "after", known = [] }: At,
): Scope {
  const shared = state.shared.get(time);
  return (name) => {
    for (const names of known) if (names.has(name)) return names.get(name);
    const end = [...program.reads, ...program.filters].find((one) => one.name === name)?.of;
    const neuron = end === "pre" ? source : target;
    if (end !== undefined && neuron !== undefined) return state.ends.get(name)?.[neuron];
    if (name === "t") return time * network.dt;
    return shared?.[when].get(name) ?? shared?.modulators.get(name);
  };
}

/** Compute the variables of the source of a synapse in a step of its time. */
function sourceAt(
  { program, state, network }: Rule,
  { delay, source }: Pick<Synapse, "delay" | "source">,
  time: number,
): Names {
  const body = state.sources.get(delay)?.[source] as Body;
  return valuesAt(body, program.motion.source, time, network.dt);
}

/** Compute the traces of a target at the start of a step, before its spikes. */
export function tracesAt({ program, state, network }: Rule, target: number, step: number): Names {
  const body = state.targets[target]?.findLast(({ last }) => last < step);
  if (body === undefined) return new Map(program.target.map((name) => [name, 0]));
  return valuesAt(body, program.motion.target, step, network.dt);
}

/** Compute a step in the time of a synapse, as it is read between steps. */
export function synapseTime(rule: Rule, { delay, last }: Synapse, step: number): number {
  const { network, dynamic } = rule;
  return timeBetweenSteps(network, { delay, last, dendritic: dynamic.dendritic }, step);
}

/** Compute the variables of a synapse as they are read between steps: a weight that moves lies within its bounds. */
export function readSynapse({ program, network }: Rule, synapse: Synapse, time: number): Names {
  const now = valuesAt(synapse, program.motion.synapse, time, network.dt);
  const { movedWeight } = program;
  if (movedWeight !== undefined)
    now.set(
      "weight",
      evaluated(movedWeight, (name) => now.get(name)),
    );
  return now;
}

/** Set the variables that there are; what else an event gives is not kept. */
function assign(names: Names, values: Names): void {
  for (const [name, value] of values) if (names.has(name)) names.set(name, value);
}

/** Let an event act on a synapse: it is computed from the values before it, and its draws are made once, in order. */
function act(rule: Rule, { synapse, time, values, scope }: Visit, event: EventProgram): Names {
  const own: Names = new Map();
  const inner: Scope = (name) => own.get(name) ?? scope(name);
  for (const one of event.lets) {
    if ("value" in one) own.set(one.name, evaluated(one.value, inner));
    else {
      const [argument] = one.args.map((each) => evaluated(each, inner));
      own.set(one.name, drawn[one.draw](drawsOf(rule, { synapse, time }, one.key), argument));
    }
  }
  const next = valuesOf(event.sets, inner);
  synapse.values = values;
  synapse.last = time;
  assign(values, next);
  return next;
}

const drawn = {
  rand: (draws: Stream): number => draws.uniform(),
  randn: (draws: Stream): number => draws.normal(),
  poisson: (draws: Stream, mean = 0): number => draws.poisson(mean),
};

/** Values that the number of a synapse lies below, so that it and a step make one number. */
const mostNumbers = 2 ** 21;

/** Open the random numbers of an event: the same for the same synapse and step, in whatever order. */
function drawsOf(
  { network: { seed, trial }, projection }: Rule,
  { synapse, time }: Pick<Visit, "synapse" | "time">,
  key: string,
): Stream {
  const row = projection.plan.by === "target" ? synapse.target : synapse.source;
  return stream(streamKey(seed, key, trial), row, (time + 1) * mostNumbers + synapse.number);
}
