import type { EventProgram } from "@spikeloom/program";
import type { Value, Variable } from "../../form/graph.ts";
import { moved, movingStates } from "./motion.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import { chosen, loadNames, type Names, namesIn, type RuleWriter, storeNames } from "./writer.ts";

/** Variables of synapses that a routine reads or sets, and those that it sets. */
export interface UsedVariables {
  readonly variables: readonly string[];
  readonly changed: readonly string[];
}

/** A synapse whose variables are held in locals while events reach it. */
export interface HeldSynapse {
  readonly index: Value;
  readonly target: Value;
  /** The source neuron. */
  source(): Value;
  readonly variables: ReadonlyMap<string, Variable>;
  /** Synapse time of its last event; undefined if none of its variables evolves. */
  readonly last: Variable | undefined;
}

/** Determine the variables that events of a routine need, including those of deferred spikes of the target. */
export function usedVariables(
  rule: Pick<RuleArrays, "program" | "lazy" | "motion">,
  events: readonly EventProgram[],
  more: ReadonlySet<string> = new Set(),
): UsedVariables {
  const { program, lazy } = rule;
  const { post, motion, synapse } = program;
  const all = [...events, ...(lazy && post !== undefined ? [post] : [])];
  const set = new Set([
    ...all.flatMap(({ sets }) => sets.map(([variable]) => variable)),
    ...movingStates(rule.motion.synapse),
  ]);
  const read = new Set([...all.flatMap((event) => [...namesIn(event)]), ...more]);
  for (const { next } of motion.synapse.own) for (const name of namesIn(next)) read.add(name);
  return {
    variables: synapse.filter((name) => read.has(name) || set.has(name)),
    changed: synapse.filter((name) => set.has(name)),
  };
}

/** Load the index of a synapse's target. */
export function targetOf(w: RuleWriter, index: Value): Value {
  return w.b.load(w.rule.table.targets, index);
}

/** Load the variables of a synapse. */
export function holdSynapse(
  w: RuleWriter<"variables" | "last">,
  { index, target, source }: Pick<HeldSynapse, "index" | "target" | "source">,
  { variables }: UsedVariables,
): HeldSynapse {
  const { b, rule } = w;
  const values = loadNames(w, chosen(rule.variables, new Set(variables)), index);
  const held = [...values].map(([name, value]) => [name, b.variable(name, value)] as const);
  const last = rule.last && b.variable("last", b.load(rule.last, index));
  return { index, target, source, variables: new Map(held), last };
}

/** Compute the current variables of a synapse. */
export function namesOf({ b }: RuleWriter<never>, { variables }: HeldSynapse): Names {
  return new Map([...variables].map(([name, variable]) => [name, b.get(variable)]));
}

/** Advance the variables of a synapse to a time, which becomes that of its last event. */
export function moveSynapse(w: RuleWriter<"motion">, synapse: HeldSynapse, time: Value): void {
  const { b, rule } = w;
  const { last } = synapse;
  if (last === undefined) return;
  const steps = b.apply("sub", time, b.get(last));
  setSynapse(w, synapse, moved(b, rule.motion.synapse, namesOf(w, synapse), steps));
  b.set(last, time);
}

/** Set the variables of a synapse, and other variables, from values before the event. */
export function setSynapse(
  { b }: RuleWriter<never>,
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

/** Store variables of a synapse, and the time of its last event. */
export function storeSynapse(
  w: RuleWriter<"variables" | "last" | "precision">,
  synapse: HeldSynapse,
  changed: readonly string[],
  { withLast = true }: { readonly withLast?: boolean } = {},
): void {
  const { b, rule } = w;
  const { index, last } = synapse;
  storeNames(w, chosen(rule.variables, new Set(changed)), index, namesOf(w, synapse));
  if (last !== undefined && rule.last !== undefined && withLast) {
    b.store(rule.last, index, b.get(last));
  }
}
