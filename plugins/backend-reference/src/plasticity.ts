import {
  type DynamicSynapses,
  type EventProgram,
  type NetworkProgram,
  type SynapseProgram,
  slotName,
} from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { evaluated, type Names, type Scope, valuesOf } from "./expressions.ts";
import { moved } from "./motion.ts";
import { type Neurons, observed } from "./neurons.ts";
import { leastDelay } from "./rows.ts";
import type { SpikeLog } from "./spike-log.ts";
import { type DrawnProjection, shiftOf } from "./synapses.ts";

/**
 * The synapses of a projection that do more than carry a weight.
 *
 * A synapse lives in a time of its own, behind that of the neurons by the dendritic part of its delay: a spike of
 * the target reaches it that much later than it is sent, and what it then does reaches the target as much later again.
 */
export interface Rule extends DrawnProjection {
  readonly network: NetworkProgram;
  readonly dynamic: DynamicSynapses;
  readonly program: SynapseProgram;
  readonly from: Neurons;
  readonly to: Neurons;
  /** The end that each name read of neurons belongs to. */
  readonly endOf: ReadonlyMap<string, "pre" | "post">;
  readonly state: RuleState;
}

interface RuleState {
  /** By delay. */
  columns: Column[];
  /** Recent spikes of each target, oldest first. */
  histories: TargetSpike[][];
  /** What all synapses share, by step: as far back as a synapse lives behind. */
  shared: Map<number, Shared>;
  /** Variables of neurons at the start of the step, and traces that follow them. */
  ends: Map<string, Float64Array>;
  modulators: Names;
}

/** The synapses with one delay. */
export interface Column {
  /** Steps from a spike of the source to its arrival. */
  readonly delay: number;
  readonly dendritic: number;
  /** Whether spikes of targets come before those of sources that reach a synapse in the same step. */
  readonly isLate: boolean;
  /** By source. */
  readonly rows: Row[];
}

/** The synapses of a source with one delay. */
export interface Row {
  /** Variables of the source as its last spike left them, and the synapse time of that spike. */
  names: Names;
  last: number;
  synapses: Synapse[];
}

/** A synapse, as its last event left it. */
export interface Synapse {
  readonly target: number;
  /** What tells its draws from those of others in its row. */
  readonly number: number;
  names: Names;
  last: number;
}

interface TargetSpike {
  readonly sent: number;
  /** Traces of the target before and after it. */
  readonly before: Names;
  readonly after: Names;
}

interface Shared {
  /** Common traces before and after the named events of a step. */
  readonly before: Names;
  after: Names;
  readonly modulators: Names;
  readonly events: Names;
}

/** Create a rule. */
export function createRule(
  network: NetworkProgram,
  { projection, synapses }: DrawnProjection,
  neurons: ReadonlyMap<string, Neurons>,
): Rule | undefined {
  const { dynamic } = projection;
  const [from, to] = [neurons.get(projection.from), neurons.get(projection.to)];
  if (dynamic === undefined || from === undefined || to === undefined) return undefined;
  const { program, sources } = dynamic;
  const shift = shiftOf(network.convention);
  const zero = startOf(network);
  const drawn = [...new Set(synapses.map(({ delay }) => delay))].sort((a, b) => a - b);
  // Where synapses may grow there is a place for them before there are any.
  const isEmpty = drawn.length === 0 && program.structure?.add !== undefined;
  const delays = isEmpty ? [leastDelay(network, projection)] : drawn;
  const columns = delays.map((delay): Column => {
    const dendritic = Math.round(delay * dynamic.dendritic);
    const rows = Array.from({ length: from.population.size }, (): Row => {
      const names = new Map(program.source.map((name) => [name, sources.get(name) ?? 0]));
      return { names, last: zero, synapses: [] };
    });
    return { delay: delay + shift, dendritic, isLate: dynamic.apart && dendritic > 0, rows };
  });
  for (const { source, target, delay, weight, place, values } of synapses) {
    const row = columns[delays.indexOf(delay)]?.rows[source];
    const names = new Map([["weight", weight], ...values]);
    row?.synapses.push({ target, number: place, names, last: zero });
  }
  const sizes = { pre: from.population.size, post: to.population.size };
  const ends = [
    ...program.reads.map(({ name, of }) => [name, new Float64Array(sizes[of])] as const),
    ...program.filters.map(
      ({ name, of, initial }) => [name, new Float64Array(sizes[of]).fill(initial)] as const,
    ),
  ];
  const constants = [...dynamic.factors].map(
    ([name, factor]) => [name, factor.kind === "constant" ? factor.value : 0] as const,
  );
  const state: RuleState = {
    columns,
    histories: Array.from({ length: sizes.post }, () => []),
    shared: new Map(),
    ends: new Map(ends),
    modulators: new Map([...program.modulators.map((name) => [name, 0] as const), ...constants]),
  };
  const endOf = new Map([...program.reads, ...program.filters].map(({ name, of }) => [name, of]));
  return { projection, synapses, network, dynamic, program, from, to, endOf, state };
}

/** Synapse time before the first step: one less if a spike in it is stamped at its end and arrives after integration. */
export function startOf({ convention }: NetworkProgram): -1 | 0 {
  return shiftOf(convention) === 0 && convention.spikeStamp === "end" ? -1 : 0;
}

/** Begin a step: copy what is read of the neurons, and move what all synapses share. */
export function beginRule(
  { program, state, from, to, network }: Rule,
  step: number,
  events: Names,
): void {
  for (const { name, of, variable } of program.reads) {
    const values = observed(of === "pre" ? from : to, variable);
    state.ends.get(name)?.set(values ?? []);
  }
  const last = state.shared.get(step - 1)?.after ?? new Map<string, number>();
  const known = (name: string): number => last.get(name) ?? 0;
  const before = new Map(program.common.map((name) => [name, known(name)]));
  for (const [name, value] of moved(program.motion.common, known, 1, network.dt)) {
    before.set(name, value);
  }
  const longest = Math.max(0, ...state.columns.map(({ dendritic }) => dendritic));
  state.shared.delete(step - longest - 2);
  const modulators = new Map(state.modulators);
  state.shared.set(step, { before, after: new Map(before), modulators, events });
}

/** Let named events act: on what is shared at once, on synapses once they live to see them. */
export function actNamedEvents(rule: Rule, step: number): void {
  const { program, state } = rule;
  for (const [name, event] of program.named) {
    const now = state.shared.get(step) as Shared;
    for (let k = 0; k < (now.events.get(name) ?? 0); k++) {
      const scope = scopeAt(rule, { time: step, known: [] });
      now.after = new Map([...now.after, ...valuesOf(event.common, scope)]);
    }
    for (const column of state.columns) {
      const time = step - column.dendritic;
      const times = time < 0 ? 0 : (state.shared.get(time)?.events.get(name) ?? 0);
      for (let k = 0; k < times; k++) {
        eachSynapse(rule, column, { time, when: "before" }, ({ synapse, source, scope }) => {
          moveSynapse(rule, synapse, time);
          const draw = drawAt(rule, { source, synapse, time });
          setNames(synapse, eventValues(event, scope, draw));
        });
      }
    }
  }
}

/** Move the variables that are integrated step by step, and add what synapses couple to their targets. */
export function moveRule(rule: Rule, step: number): void {
  const { program, state, to } = rule;
  const { coupling } = program;
  const sets = program.step ?? { synapse: [], source: [] };
  if (program.step === undefined && coupling.length === 0) return;
  for (const column of state.columns) {
    const time = Math.max(0, step - column.dendritic);
    const nextOf = new Map<Row, Names>();
    for (const [source, row] of column.rows.entries()) {
      const known = [sourceAt(rule, row, time)];
      nextOf.set(row, valuesOf(sets.source, scopeAt(rule, { time, source, known })));
    }
    eachSynapse(rule, column, { time }, ({ synapse, scope }) => {
      const next = valuesOf(sets.synapse, scope);
      for (const { into, value } of coupling) {
        const input = to.state.slots.get(into) as Float64Array;
        const { target } = synapse;
        input[target] = (input[target] as number) + evaluated(value, scope);
      }
      setNames(synapse, next);
    });
    for (const [row, next] of nextOf) for (const [name, value] of next) row.names.set(name, value);
  }
}

/** Move the traces that follow expressions of neurons. */
export function moveFilters(rule: Rule, step: number): void {
  const { program, state } = rule;
  const next = program.filters.map(({ name, of, input, share }) => {
    const before = state.ends.get(name) as Float64Array;
    return [
      name,
      before.map((value, k) => {
        const at = of === "pre" ? { source: k } : { target: k };
        const got = evaluated(input, scopeAt(rule, { time: step, known: [], ...at }));
        return value + (got - value) * share;
      }),
    ] as const;
  });
  for (const [name, values] of next) state.ends.get(name)?.set(values);
}

/** Let the spikes of sources that arrive in a step act on their synapses and targets. */
export function arriveAtRule(rule: Rule, log: SpikeLog, step: number): void {
  actTargetSpikes(rule, step, { isLate: true });
  const { program, state, projection, to } = rule;
  const { pre, deliver, raise } = program;
  const receptor = slotName("receptor", projection.receptor ?? "");
  for (const column of state.columns) {
    const time = step - column.dendritic;
    for (const source of log.at(projection.from, step - column.delay)) {
      const row = column.rows[source] as Row;
      const names = sourceAt(rule, row, time);
      const delivered = deliver === undefined ? [] : [["what is delivered", deliver] as const];
      const event = { lets: pre.lets, sets: [...pre.sets, ...delivered] };
      eachOfRow(rule, column, { time, source }, ({ synapse, scope }) => {
        moveSynapse(rule, synapse, time);
        const draw = drawAt(rule, { source, synapse, time });
        const values = eventValues(event, scope, draw);
        setNames(synapse, values);
        if (deliver === undefined) return;
        const sums = to.state.slots.get(receptor) as Float64Array;
        const weight = values.get("what is delivered") as number;
        sums[synapse.target] = (sums[synapse.target] as number) + weight;
      });
      const raised = valuesOf(raise.source, scopeAt(rule, { time, source, known: [names] }));
      row.names = new Map([...row.names, ...names, ...raised]);
      row.last = time;
    }
  }
}

/** Note spikes of targets with the traces that they leave. */
export function noteTargetSpikes(rule: Rule, neurons: readonly number[], step: number): void {
  const { program, state } = rule;
  const longest = Math.max(0, ...state.columns.map(({ dendritic }) => dendritic));
  for (const target of neurons) {
    const before = tracesAt(rule, target, step);
    const raised = valuesOf(program.raise.target, (name) => before.get(name));
    const history = state.histories[target] as TargetSpike[];
    while ((history[1]?.sent ?? step) < step - 2 * longest - 1) history.shift();
    history.push({ sent: step, before, after: new Map([...before, ...raised]) });
  }
}

/** Let spikes of targets act on the synapses that they reach in a step. */
export function actTargetSpikes(
  rule: Rule,
  step: number,
  { isLate }: { readonly isLate: boolean },
): void {
  const {
    program: { post },
    state,
  } = rule;
  if (post === undefined) return;
  for (const column of state.columns) {
    const sent = step - 2 * column.dendritic;
    const spikes = state.histories.map((history) => history.findLast((one) => one.sent === sent));
    if (column.isLate !== isLate || spikes.every((spike) => spike === undefined)) continue;
    const time = sent + column.dendritic;
    for (const [source, row] of column.rows.entries()) {
      for (const synapse of row.synapses) {
        const { target } = synapse;
        const spike = spikes[target];
        if (spike === undefined) continue;
        moveSynapse(rule, synapse, time);
        const known = [synapse.names, spike.before, sourceAt(rule, row, time)];
        const scope = scopeAt(rule, { time, source, target, known });
        setNames(synapse, eventValues(post, scope, drawAt(rule, { source, synapse, time })));
      }
    }
  }
}

/** A synapse that is visited, and what its expressions read once it has moved to its own time. */
interface Visit {
  readonly synapse: Synapse;
  readonly source: number;
  readonly scope: Scope;
}

interface When {
  /** Synapse time. */
  readonly time: number;
  readonly when?: "before" | "after";
}

/** Visit the synapses with one delay, source after source. */
export function eachSynapse(
  rule: Rule,
  column: Column,
  when: When,
  visit: (one: Visit) => void,
): void {
  for (const source of column.rows.keys()) eachOfRow(rule, column, { ...when, source }, visit);
}

function eachOfRow(
  rule: Rule,
  column: Column,
  { time, when = "after", source }: When & { readonly source: number },
  visit: (one: Visit) => void,
): void {
  const row = column.rows[source] as Row;
  const ofSource = sourceAt(rule, row, time);
  for (const synapse of row.synapses) {
    const { target } = synapse;
    const traces = tracesAt(rule, target, time - column.dendritic);
    const now = movedNames(rule, synapse, time);
    const known = [now, traces, ofSource];
    visit({ synapse, source, scope: scopeAt(rule, { time, source, target, when, known }) });
  }
}

interface At {
  readonly time: number;
  readonly source?: number;
  readonly target?: number;
  readonly when?: "before" | "after";
  /** Values of the synapse and the traces of its ends. */
  readonly known: readonly ReadonlyMap<string, number>[];
}

/** Create the scope of an expression of a synapse or of one of its ends. */
export function scopeAt(rule: Rule, { time, source, target, when = "after", known }: At): Scope {
  const { endOf, state, network } = rule;
  const shared = state.shared.get(time);
  return (name) => {
    for (const names of known) if (names.has(name)) return names.get(name);
    const end = endOf.get(name);
    const neuron = end === "pre" ? source : target;
    if (end !== undefined && neuron !== undefined) return state.ends.get(name)?.[neuron];
    if (name === "t") return time * network.dt;
    return shared?.[when].get(name) ?? shared?.modulators.get(name);
  };
}

/** Compute the variables of a source at a synapse time. */
function sourceAt({ program, network }: Rule, { names, last }: Row, time: number): Names {
  const now = moved(program.motion.source, (name) => names.get(name), time - last, network.dt);
  return new Map([...names, ...now]);
}

/** Compute the traces of a target at the start of a step, before its spikes. */
export function tracesAt({ program, state, network }: Rule, target: number, step: number): Names {
  const spike = state.histories[target]?.findLast(({ sent }) => sent < step);
  if (spike === undefined) return new Map(program.target.map((name) => [name, 0]));
  const { after, sent } = spike;
  const now = moved(program.motion.target, (name) => after.get(name), step - sent, network.dt);
  return new Map([...after, ...now]);
}

/** Compute the variables of a synapse at a synapse time. */
function movedNames({ program, network }: Rule, { names, last }: Synapse, time: number): Names {
  const { motion } = program;
  const now = moved(motion.synapse, (name) => names.get(name), time - last, network.dt);
  return now.size === 0 ? names : new Map([...names, ...now]);
}

/** Compute the variables of a synapse as they are read between steps: a weight that moves lies within its bounds. */
export function movedSynapse(rule: Rule, synapse: Synapse, time: number): Names {
  const now = movedNames(rule, synapse, Math.max(synapse.last, time));
  const { movedWeight } = rule.program;
  if (movedWeight === undefined) return now;
  return new Map([...now, ["weight", evaluated(movedWeight, (name) => now.get(name))]]);
}

function moveSynapse(rule: Rule, synapse: Synapse, time: number): void {
  synapse.names = movedNames(rule, synapse, time);
  synapse.last = time;
}

/** Set variables of a synapse; what else an event gives is not kept. */
function setNames({ names }: Synapse, values: Names): void {
  for (const [name, value] of values) if (names.has(name)) names.set(name, value);
}

/** Draws a number for an event. */
type DrawNumber = (drawn: DrawnLet, argument: number) => number;
type DrawnLet = Extract<EventProgram["lets"][number], { readonly draw: unknown }>;

/** Compute what an event sets, all from the values before it; draws are made once, in order. */
function eventValues({ lets, sets }: EventProgram, outer: Scope, draw: DrawNumber): Names {
  const own: Names = new Map();
  const scope: Scope = (name) => own.get(name) ?? outer(name);
  for (const one of lets) {
    const [argument] = "args" in one ? one.args : [];
    const value =
      "value" in one
        ? evaluated(one.value, scope)
        : draw(one, argument === undefined ? 0 : evaluated(argument, scope));
    own.set(one.name, value);
  }
  return valuesOf(sets, scope);
}

interface DrawPlace {
  readonly source: number;
  readonly synapse: Synapse;
  readonly time: number;
}

/** Values that a place in a row lies below, so that it and a step make one number. */
const mostPlaces = 2 ** 21;
const streams = new Map<string, Stream>();

/** Create the draws of an event: the same for the same synapse and step, in whatever order. */
function drawAt(
  { network: { seed, trial }, projection }: Rule,
  { source, synapse, time }: DrawPlace,
): DrawNumber {
  const own = projection.plan.by === "target" ? synapse.target : source;
  return ({ draw, key: purpose }, argument) => {
    const key = streamKey(seed, purpose, trial);
    const draws = streams.get(key.join()) ?? stream(key, 0);
    streams.set(key.join(), draws);
    draws.seek(own, (time + 1) * mostPlaces + synapse.number);
    if (draw === "rand") return draws.uniform();
    return draw === "randn" ? draws.normal() : draws.poisson(argument);
  };
}
