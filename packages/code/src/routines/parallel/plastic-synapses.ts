import type { DrawnLet } from "@spikeloom/program";
import type { Key } from "@spikeloom/random";
import { type Builder, routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import { eventValues } from "../rules/event.ts";
import { moved } from "../rules/motion.ts";
import { commonAt, commonSlot, endsOf, sourceAt, sourceNow } from "../rules/rows.ts";
import type { Named, RuleArrays } from "../rules/rule-arrays.ts";
import {
  type HeldSynapse,
  holdSynapse,
  moveSynapse,
  namesOf,
  setSynapse,
  storeSynapse,
  type UsedVariables,
  usedVariables,
} from "../rules/synapses.ts";
import {
  joined,
  loadNames,
  type Names,
  namesIn,
  type RuleWriter,
  storeNames,
  timeIfRead,
  valuesOf,
} from "../rules/writer.ts";
import { type Copies, inCopy, splitCopy } from "./copies.ts";
import { drawForEvent } from "./draw-words.ts";
import { controlWords, type FixedRing, parallelArrays } from "./parallel-arrays.ts";

/** Parts of a rule that its routines share with those for one synapse after another. */
type RuleParts =
  | "program"
  | "precision"
  | "dt"
  | "lazy"
  | "motion"
  | "variables"
  | "last"
  | "segments"
  | "common"
  | "ends"
  | "numbers"
  | "drawnBy";

/**
 * A piece of the synapses of a rule, one per invocation.
 *
 * Every event acts at once: nothing is deferred. Variables of sources are stored for each delay, and traces of targets for
 * each lag, as the synapses with that delay see them.
 */
export interface ParallelRule extends Pick<RuleArrays, RuleParts> {
  readonly name: string;
  /** Number of synapses in the piece. */
  readonly synapses: number;
  /** Those of all copies, one copy after another, in each list. */
  readonly sources: number;
  readonly targets: number;
  readonly copies: Pick<Copies, "count" | "slots" | "sums">;
  /** Source of each synapse; then its target, below the number of its delay. */
  readonly source: ArrayPlace;
  readonly packed: ArrayPlace;
  readonly targetBits: number;
  /** Number of delays, and arrays by delay. */
  readonly columns: {
    readonly count: number;
    /** Steps from a spike to its arrival, and steps of it that lie between synapse and target. */
    readonly delay: ArrayPlace;
    readonly behind: ArrayPlace;
    readonly lag: ArrayPlace;
  };
  /** Distinct dendritic steps. */
  readonly lags: { readonly count: number; readonly behind: ArrayPlace };
  /** Traces of each target by lag: values at the last spike that arrived, and its step. */
  readonly traces: { readonly variables: Named; readonly last: ArrayPlace };
  readonly spikes: SpikeCounts;
  /** Index of the first neuron of its populations among the counts. */
  readonly from: number;
  readonly to: number;
  /** Whether spikes of targets precede those of sources where they take time to arrive. */
  readonly apart: boolean;
  /** Key of each draw, by the purpose of its stream. */
  readonly keys: ReadonlyMap<string, Key>;
  readonly delivery: ParallelDelivery | undefined;
}

/** Spikes of each neuron in recent steps: four neurons to a word, one row per step. */
export interface SpikeCounts {
  readonly counts: ArrayPlace;
  /** Number of rows; a power of two above the longest time that is looked back. */
  readonly length: number;
  /** Words of a row: those of all copies, one after another. */
  readonly width: number;
}

/** Sums to which plastic synapses add. */
export interface ParallelDelivery {
  readonly ring: FixedRing;
  /** Index of the receptor's first sum in a row of the ring. */
  readonly place: number;
  readonly scale: number;
  /** Largest magnitude that a synapse may deliver, in internal units. */
  readonly most: number;
}

type Writer = RuleWriter<RuleParts> & { readonly rule: ParallelRule };

/** Load the number of spikes of a neuron in a step. */
export function countAt(
  b: Builder,
  { counts, length, width }: SpikeCounts,
  { neuron, step }: { readonly neuron: Value; readonly step: Value },
): Value {
  const slot = b.apply("and", step, b.i32(length - 1));
  const word = b.apply("shiftRightUnsigned", neuron, b.i32(2));
  const at = b.apply("add", b.apply("mul", slot, b.i32(width)), word);
  const shift = b.apply("shiftLeft", b.apply("and", neuron, b.i32(3)), b.i32(3));
  const shifted = b.apply("shiftRightUnsigned", b.load(counts, at), shift);
  return b.keep("spikes", b.apply("and", shifted, b.i32(255)));
}

/** Number of a neuron among the counts; `first` is that of its population's first neuron. */
function countedNeuron(
  b: Builder,
  neuron: Value,
  { rule, of, first }: { readonly rule: ParallelRule; readonly of: number; readonly first: number },
): Value {
  const { count } = rule.copies;
  const { copy, own } = splitCopy(b, neuron, { count, size: of / count });
  return inCopy(b, b.apply("add", own, b.i32(first)), copy, (4 * rule.spikes.width) / count);
}

/** A synapse of an invocation, and where its ends are. */
interface Place {
  readonly index: Value;
  readonly source: Value;
  readonly target: Value;
  readonly column: Value;
  readonly step: Value;
  /** Steps that the synapse lives behind the neurons. */
  readonly behind: Value;
}

function synapseRoutine(
  rule: ParallelRule,
  { name, about }: Pick<Routine, "name" | "about">,
  write: (w: Writer, place: Place) => void,
): Routine {
  const { control } = parallelArrays;
  return routine(name, { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.if(b.apply("ltUnsigned", index, b.i32(rule.synapses)), () => {
      const source = b.load(rule.source, index);
      const packed = b.load(rule.packed, index);
      const mask = b.i32(2 ** rule.targetBits - 1);
      const target = b.keep("target", b.apply("and", packed, mask));
      const above = b.apply("shiftRightUnsigned", packed, b.i32(rule.targetBits));
      const column = b.keep("column", above);
      const behind = b.load(rule.columns.behind, column);
      const step = b.load(control, b.i32(controlWords.step));
      write({ b, rule }, { index, source, target, column, step, behind });
    });
    return undefined;
  });
}

/** Everything that an event of a synapse reads, apart from the synapse itself. */
function surroundings(
  w: Writer,
  { source, target, column, step, behind }: Place,
  {
    read,
    time,
    when = "after",
  }: {
    readonly read: ReadonlySet<string>;
    readonly time: Value;
    readonly when?: "before" | "after";
  },
): Names {
  const { b, rule } = w;
  const { program } = rule;
  const ends = [
    endsOf(w, { of: "pre", at: source, read }),
    endsOf(w, { of: "post", at: target, read }),
  ];
  const ofSource = program.source.some((name) => read.has(name))
    ? sourceNow(w, sourceAt(w, segmentOf(w, column, source)), time)
    : new Map();
  const traces = program.target.some((name) => read.has(name))
    ? tracesNow(w, { lag: b.load(rule.columns.lag, column), target }, seen(w, { step, behind }))
    : new Map();
  const common = commonAt(w, read, { step: time, when });
  return joined(timeIfRead(w, read, time), common, ...ends, traces, ofSource);
}

/** The step whose spikes of targets reach a synapse now. */
function seen({ b }: Writer, { step, behind }: Pick<Place, "step" | "behind">): Value {
  return b.keep("seen", b.apply("sub", step, b.apply("add", behind, behind)));
}

function segmentOf({ b, rule }: Writer, column: Value, source: Value): Value {
  return b.keep("segment", b.apply("add", b.apply("mul", column, b.i32(rule.sources)), source));
}

function tracePlace(
  { b, rule }: Writer,
  { lag, target }: { readonly lag: Value; readonly target: Value },
): Value {
  return b.keep("trace", b.apply("add", b.apply("mul", lag, b.i32(rule.targets)), target));
}

/** Compute the traces of a target before the spikes of a step. */
function tracesNow(
  w: Writer,
  of: { readonly lag: Value; readonly target: Value },
  step: Value,
): Names {
  const { b, rule } = w;
  const at = tracePlace(w, of);
  const last = b.load(rule.traces.last, at);
  const values = loadNames(w, rule.traces.variables, at);
  return moved(b, rule.motion.target, values, b.apply("sub", step, last));
}

/** Compute the values that an event sets. */
function synapseEvent(
  { b, rule }: Writer,
  { index, source, target }: Place,
  {
    event,
    names,
    time,
  }: {
    readonly event: Parameters<typeof eventValues>[1];
    readonly names: Names;
    readonly time: Value;
  },
): Names {
  return eventValues(b, event, {
    type: "f32",
    names,
    draw(kind, place, mean) {
      const { key } = event.lets[place] as DrawnLet;
      const entity = rule.drawnBy === "source" ? source : target;
      const number = rule.numbers === undefined ? b.i32(0) : b.load(rule.numbers, index);
      const draw = { key: rule.keys.get(key) as Key, entity, step: time, place: number };
      return drawForEvent(b, draw, kind, mean);
    },
  });
}

function hold(w: Writer, { index, target, source }: Place, used: UsedVariables): HeldSynapse {
  return holdSynapse(w, { index, target, source: () => source }, used);
}

/** Write the routine that applies named events and a step to a synapse. */
export function stepPlastic(rule: ParallelRule): Routine | undefined {
  const { program } = rule;
  const named = [...program.named].filter(([, { sets }]) => sets.length > 0);
  const sets = program.step?.synapse ?? [];
  if (named.length === 0 && sets.length === 0) return undefined;
  const about = "Applies named events to a synapse, and advances it by a step.";
  return synapseRoutine(rule, { name: `step_${rule.name}`, about }, (w, place) => {
    const { b } = w;
    for (const [name, event] of named) applyNamed(w, place, { name, event });
    if (sets.length === 0) return;
    const event = { lets: [], sets };
    const used = usedVariables(rule, [event]);
    const behind = b.apply("sub", place.step, place.behind);
    const isAfter = b.apply("gt", behind, b.i32(0));
    const time = b.keep("time", b.apply("select", isAfter, behind, b.i32(0)));
    const around = surroundings(w, place, { read: namesIn(event), time });
    const synapse = hold(w, place, used);
    // Variables that evolve between events keep the value after their last event; only a copy is advanced.
    moveSynapse(w, synapse, time);
    setSynapse(w, synapse, valuesOf(w, sets, joined(around, namesOf(w, synapse))));
    const changed = sets.map(([variable]) => variable);
    storeSynapse(w, synapse, changed, { withLast: false });
  });
}

function applyNamed(
  w: Writer,
  place: Place,
  { name, event }: { readonly name: string; readonly event: Parameters<typeof eventValues>[1] },
): void {
  const { b, rule } = w;
  const counts = rule.common.events.get(name);
  if (counts === undefined) return;
  const time = b.keep("time", b.apply("sub", place.step, place.behind));
  const count = b.load(counts, commonSlot(w, time));
  const isDue = b.apply("and", b.apply("ge", time, b.i32(0)), b.apply("ne", count, b.i32(0)));
  const used = usedVariables(rule, [event]);
  b.if(isDue, () => {
    const around = surroundings(w, place, { read: namesIn(event), time, when: "before" });
    const synapse = hold(w, place, used);
    repeat(b, count, () => {
      moveSynapse(w, synapse, time);
      const names = joined(around, namesOf(w, synapse));
      setSynapse(w, synapse, synapseEvent(w, place, { event, names, time }));
    });
    storeSynapse(w, synapse, used.changed);
  });
}

function repeat(b: Builder, times: Value, act: () => void): void {
  const left = b.variable("left", times);
  b.while(b.apply("gt", b.get(left), b.i32(0)), () => {
    act();
    b.set(left, b.apply("sub", b.get(left), b.i32(1)));
  });
}

/** Name of the delivered weight among the values of an event: no model has such a name. */
const delivery = "what is delivered";

/** Write the routine that applies arriving spikes to a synapse and its target. */
export function arrivePlastic(rule: ParallelRule): Routine {
  const { program, apart } = rule;
  const { pre, deliver, post } = program;
  const comesFirst = apart && post !== undefined;
  const all = comesFirst ? [pre, post] : [pre];
  const used = usedVariables(rule, all, namesIn(deliver));
  const about = "Applies the spikes that arrive at a synapse in a step.";
  return synapseRoutine(rule, { name: `arrive_${rule.name}`, about }, (w, place) => {
    const { b } = w;
    const { step, source, column, behind } = place;
    const sent = b.apply("sub", step, b.load(rule.columns.delay, column));
    const neuron = countedNeuron(b, source, { rule, of: rule.sources, first: rule.from });
    const arrived = countAt(b, rule.spikes, { neuron, step: sent });
    const before = comesFirst ? earlierSpikes(w, place) : b.bool(false);
    b.if(b.apply("or", b.apply("ne", arrived, b.i32(0)), before), () => {
      const time = b.keep("time", b.apply("sub", step, behind));
      const read = namesIn(...all, deliver, program.raise.source);
      const around = surroundings(w, place, { read, time });
      const synapse = hold(w, place, used);
      if (comesFirst) b.if(before, () => applyPost(w, place, { synapse, around, time }));
      const changing = [...around].filter(([name]) => program.source.includes(name));
      const variables = new Map(
        changing.map(([name, value]): [string, Variable] => [name, b.variable(name, value)]),
      );
      repeat(b, arrived, () => {
        const ofSource = [...variables].map(([name, one]) => [name, b.get(one)] as const);
        const names = joined(around, new Map(ofSource));
        applyPre(w, place, { synapse, names, time });
        const raised = valuesOf(w, program.raise.source, names);
        b.setAll(
          [...variables].flatMap(([name, one]) => {
            const value = raised.get(name);
            return value === undefined ? [] : [[one, value] as const];
          }),
        );
      });
      storeSynapse(w, synapse, used.changed);
    });
  });
}

interface Applied {
  readonly synapse: HeldSynapse;
  readonly time: Value;
}

function applyPre(
  w: Writer,
  place: Place,
  { synapse, names, time }: Applied & { readonly names: Names },
): void {
  const { b, rule } = w;
  const { pre, deliver } = rule.program;
  moveSynapse(w, synapse, time);
  const more = deliver === undefined ? [] : [[delivery, deliver] as const];
  const values = synapseEvent(w, place, {
    event: { ...pre, sets: [...pre.sets, ...more] },
    names: joined(names, namesOf(w, synapse)),
    time,
  });
  const delivered: Variable = { name: "delivered", type: "f32" };
  const value = values.get(delivery);
  setSynapse(w, synapse, values, value === undefined ? [] : [[delivered, value]]);
  if (value !== undefined && rule.delivery !== undefined) {
    add(w, place, { value: b.get(delivered), ...rule.delivery });
  }
}

/** Add a delivered weight to the sums of the step, in units. */
function add(
  { b, rule: { copies, targets } }: Writer,
  { step, target }: Place,
  { value, ring, place, scale, most }: ParallelDelivery & { readonly value: Value },
): void {
  const { control, sums } = parallelArrays;
  const o = b.floats("f32");
  const isTooLarge = b.apply("gt", o.abs(value), b.f32(most));
  b.if(isTooLarge, () => b.atomicAdd(control, b.i32(controlWords.exceeded), b.i32(1)));
  const units = b.apply("nearest", o.mul(value, o.constant(2 ** scale)));
  const slot = b.apply("and", step, b.i32(ring.length - 1));
  const start = b.apply("add", b.apply("mul", slot, b.i32(ring.width)), b.i32(place));
  const { copy, own } = splitCopy(b, target, { count: copies.count, size: targets / copies.count });
  const sum = inCopy(b, b.apply("add", start, own), copy, copies.sums);
  const whole = b.apply("select", isTooLarge, b.i32(0), b.apply("toI32", units));
  b.atomicAdd(sums, sum, whole);
}

/** Whether spikes of the target act before those of the source in this step. */
function earlierSpikes(w: Writer, place: Place): Value {
  const { b } = w;
  const isBehind = b.apply("gt", place.behind, b.i32(0));
  return b.keep("earlier", b.apply("and", isBehind, targetSpiked(w, place)));
}

function targetSpiked(w: Writer, { step, target, behind }: Place): Value {
  const { b, rule } = w;
  const sent = seen(w, { step, behind });
  const neuron = countedNeuron(b, target, { rule, of: rule.targets, first: rule.to });
  return b.apply("ne", countAt(b, rule.spikes, { neuron, step: sent }), b.i32(0));
}

function applyPost(
  w: Writer,
  place: Place,
  { synapse, around, time }: Applied & { readonly around: Names },
): void {
  const { post } = w.rule.program;
  if (post === undefined) return;
  moveSynapse(w, synapse, time);
  const names = joined(around, namesOf(w, synapse));
  setSynapse(w, synapse, synapseEvent(w, place, { event: post, names, time }));
}

/** Write the routine that applies a spike of a target to a synapse. */
export function targetPlastic(rule: ParallelRule): Routine | undefined {
  const { post } = rule.program;
  if (post === undefined) return undefined;
  const used = usedVariables(rule, [post]);
  const about = "Applies a spike of the target to a synapse.";
  return synapseRoutine(rule, { name: `target_${rule.name}`, about }, (w, place) => {
    const { b } = w;
    const spiked = targetSpiked(w, place);
    const isLater = rule.apart ? b.apply("le", place.behind, b.i32(0)) : b.bool(true);
    b.if(b.apply("and", spiked, isLater), () => {
      const time = b.keep("time", b.apply("sub", place.step, place.behind));
      const around = surroundings(w, place, { read: namesIn(post), time });
      const synapse = hold(w, place, used);
      applyPost(w, place, { synapse, around, time });
      storeSynapse(w, synapse, used.changed);
    });
  });
}

/** Write the routine that advances a source by a step, or applies its spikes to it. */
export function sourcePlastic(rule: ParallelRule, does: "step" | "raise"): Routine | undefined {
  const { program, columns, sources } = rule;
  const { control } = parallelArrays;
  const sets = does === "raise" ? program.raise.source : (program.step?.source ?? []);
  if (sets.length === 0) return undefined;
  const read = namesIn(sets);
  const about = "Updates the variables of a source for one of its delays.";
  return routine(
    `${does}_source_${rule.name}`,
    { about, parameters: { index: "i32" } },
    (b, given) => {
      const w = { b, rule };
      b.if(b.apply("ltUnsigned", given.index, b.i32(columns.count * sources)), () => {
        const column = b.keep("column", b.apply("divUnsigned", given.index, b.i32(sources)));
        const source = b.keep("source", b.apply("remainderUnsigned", given.index, b.i32(sources)));
        const step = b.load(control, b.i32(controlWords.step));
        const own = b.keep("own", b.apply("sub", step, b.load(columns.behind, column)));
        const isAfter = b.apply("gt", own, b.i32(0));
        const time = does === "raise" ? own : b.apply("select", isAfter, own, b.i32(0));
        const at = b.keep("time", time);
        const update = (times: Value): void => {
          const common = joined(timeIfRead(w, read, at), commonAt(w, read, { step: at }));
          const ends = endsOf(w, { of: "pre", at: source, read });
          const state = sourceAt(w, given.index);
          const now = sourceNow(w, state, at);
          if (does === "step") {
            const next = b.keepAll(valuesOf(w, sets, joined(common, ends, now)));
            const own = [...rule.segments.variables].filter(([name]) => next.has(name));
            storeNames(w, own, given.index, next);
            return;
          }
          const variables = new Map(
            [...now].map(([name, value]): [string, Variable] => [name, b.variable(name, value)]),
          );
          const current = (): Names =>
            new Map([...variables].map(([name, one]) => [name, b.get(one)]));
          repeat(b, times, () => {
            const raised = valuesOf(w, sets, joined(common, ends, current()));
            b.setAll([...raised].map(([name, value]) => [variables.get(name) as Variable, value]));
          });
          storeNames(w, rule.segments.variables, given.index, current());
          b.store(rule.segments.fields.last, given.index, at);
        };
        if (does === "step") return update(b.i32(1));
        const sent = b.apply("sub", step, b.load(columns.delay, column));
        const neuron = countedNeuron(b, source, { rule, of: sources, first: rule.from });
        const arrived = countAt(b, rule.spikes, { neuron, step: sent });
        b.if(b.apply("ne", arrived, b.i32(0)), () => update(arrived));
      });
      return undefined;
    },
  );
}

/** Write the routine that applies a spike of a target to its traces. */
export function tracePlastic(rule: ParallelRule): Routine | undefined {
  const { program, lags, targets } = rule;
  const { control } = parallelArrays;
  const sets = program.raise.target;
  if (sets.length === 0) return undefined;
  const about = "Applies a spike of a target to its traces.";
  return routine(`trace_${rule.name}`, { about, parameters: { index: "i32" } }, (b, { index }) => {
    const w = { b, rule };
    b.if(b.apply("ltUnsigned", index, b.i32(lags.count * targets)), () => {
      const lag = b.keep("lag", b.apply("divUnsigned", index, b.i32(targets)));
      const target = b.keep("target", b.apply("remainderUnsigned", index, b.i32(targets)));
      const step = b.load(control, b.i32(controlWords.step));
      const sent = seen(w, { step, behind: b.load(lags.behind, lag) });
      const neuron = countedNeuron(b, target, { rule, of: targets, first: rule.to });
      const count = countAt(b, rule.spikes, { neuron, step: sent });
      b.if(b.apply("ne", count, b.i32(0)), () => {
        const before = tracesNow(w, { lag, target }, sent);
        const raised = b.keepAll(valuesOf(w, sets, before));
        const at = tracePlace(w, { lag, target });
        storeNames(w, rule.traces.variables, at, joined(before, raised));
        b.store(rule.traces.last, at, sent);
      });
    });
    return undefined;
  });
}
