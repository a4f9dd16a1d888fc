import type { Value, Variable } from "@spikeloom/code";
import type { EventProgram } from "@spikeloom/program";
import { builtMotion, movingStates } from "../built-motion.ts";
import { addressesOf } from "../built-rule.ts";
import { type LaidRule, movesSynapses } from "../laid-rule.ts";
import type { DrawKey } from "./event.ts";
import { moved } from "./motion.ts";
import {
  loadInteger,
  loadNames,
  type Names,
  namesIn,
  type RuleWriter,
  storeInteger,
  storeNames,
} from "./writer.ts";

/** Variables of synapses that a routine reads or sets, and those that it sets. */
export interface UsedVariables {
  readonly variables: readonly string[];
  readonly changed: readonly string[];
}

/** A synapse whose variables are held while events come to it. */
export interface HeldSynapse {
  readonly index: Value;
  readonly target: Value;
  readonly variables: ReadonlyMap<string, Variable>;
  /** Synapse time of its last event; undefined where nothing of it moves. */
  readonly last: Variable | undefined;
}

/** Say which variables events of a routine need, those of waiting spikes of the target included. */
export function usedVariables(
  rule: LaidRule,
  events: readonly EventProgram[],
  more: ReadonlySet<string> = new Set(),
): UsedVariables {
  const { program, lazy } = rule.ruled;
  const { post, motion, synapse } = program;
  const all = [...events, ...(lazy && post !== undefined ? [post] : [])];
  const set = new Set([
    ...all.flatMap(({ sets }) => sets.map(([variable]) => variable)),
    ...movingStates(builtMotion(rule, "synapse")),
  ]);
  const read = new Set([...all.flatMap((event) => [...namesIn(event)]), ...more]);
  for (const { next } of motion.synapse.own) for (const name of namesIn(next)) read.add(name);
  return {
    variables: synapse.filter((name) => read.has(name) || set.has(name)),
    changed: synapse.filter((name) => set.has(name)),
  };
}

/** Load the place of a synapse's target. */
export function targetOf(w: RuleWriter, index: Value): Value {
  return w.b.load(w.rule.table.targets, index);
}

/** Load the variables of a synapse. */
export function holdSynapse(
  w: RuleWriter,
  { index, target }: Pick<HeldSynapse, "index" | "target">,
  { variables }: UsedVariables,
): HeldSynapse {
  const { b, rule } = w;
  const wanted = [...addressesOf(rule)].filter(([name]) => variables.includes(name));
  const values = loadNames(w, wanted, { at: index, counted: "elements" });
  const held = [...values].map(([name, value]) => [name, b.variable(name, value)] as const);
  const last = movesSynapses(rule.ruled.program)
    ? b.variable("last", loadInteger(w, lastPlace(rule, index)))
    : undefined;
  return { index, target, variables: new Map(held), last };
}

/** The variables of a synapse as they are now. */
export function namesOf({ b }: RuleWriter, { variables }: HeldSynapse): Names {
  return new Map([...variables].map(([name, variable]) => [name, b.get(variable)]));
}

/** Move the variables of a synapse to a time, which becomes that of its last event. */
export function moveSynapse(w: RuleWriter, synapse: HeldSynapse, time: Value): void {
  const { b, rule } = w;
  const { last } = synapse;
  if (last === undefined) return;
  const steps = b.apply("sub", time, b.get(last));
  setSynapse(w, synapse, moved(b, builtMotion(rule, "synapse"), namesOf(w, synapse), steps));
  b.set(last, time);
}

/** Set the variables of a synapse, and other variables, from values before all of it. */
export function setSynapse(
  { b }: RuleWriter,
  { variables }: HeldSynapse,
  values: Names,
  more: readonly (readonly [Variable, Value])[] = [],
): void {
  const own = [...variables].flatMap(([name, variable]) => {
    const value = values.get(name);
    const isSame = value?.kind === "variable" && value.variable === variable;
    return value === undefined || isSame ? [] : [[variable, value] as const];
  });
  if (own.length + more.length > 0) b.setAll([...own, ...more]);
}

/** Store variables of a synapse, and when its last event was. */
export function storeSynapse(
  w: RuleWriter,
  synapse: HeldSynapse,
  changed: readonly string[],
  { withLast = true }: { readonly withLast?: boolean } = {},
): void {
  const { b, rule } = w;
  const { index, last } = synapse;
  const wanted = [...addressesOf(rule)].filter(([name]) => changed.includes(name));
  storeNames(w, wanted, { at: index, counted: "elements" }, namesOf(w, synapse));
  if (last !== undefined && withLast) storeInteger(w, lastPlace(rule, index), b.get(last));
}

function lastPlace({ address }: LaidRule, at: Value) {
  return { name: "last", address: address.last, at };
}

/** What draws of a synapse are keyed by. */
export function drawKey(
  w: RuleWriter,
  { index, target }: HeldSynapse,
  { step, source }: { readonly step: Value; source(): Value },
): DrawKey {
  const { b, rule } = w;
  const { kept, part, ruled } = rule;
  const neuron = (): Value =>
    b.apply("add", b.apply("mul", target, b.i32(part.every)), b.i32(part.start));
  return {
    step,
    own: ruled.projection.plan.by === "target" ? neuron : source,
    number: () => (kept.numbers === undefined ? b.i32(0) : b.load(kept.numbers, index)),
  };
}
