import { type Expression, freeNames } from "@spikeloom/equations";
import type { Assignments, EventProgram } from "@spikeloom/program";
import { type Builder, routine } from "../../form/build.ts";
import { expressionValue } from "../../form/expression.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import type { FloatType } from "../../form/types.ts";
import type { RuleArrays } from "./rule-arrays.ts";

/** Values by their names in expressions. */
export type Names = ReadonlyMap<string, Value>;

/** Context for writing routines of a rule. */
export interface RuleWriter<Part extends keyof RuleArrays = keyof RuleArrays> {
  readonly b: Builder;
  /** The rule; a routine states the parts that it needs. */
  readonly rule: Pick<RuleArrays, Part>;
}

/** Write a routine of a rule that is called with a step. */
export function stepRoutine(
  rule: RuleArrays,
  { name, about }: Pick<Routine, "name" | "about">,
  write: (w: RuleWriter, step: Value) => void,
): Routine {
  return routine(name, { about, parameters: { step: "i32" } }, (b, { step }) => {
    write({ b, rule }, step);
    return undefined;
  });
}

/** Arrays with the names of their content. */
type NamedArrays = Iterable<readonly [name: string, array: ArrayPlace]>;

/** Select arrays by the names of their content. */
export function chosen(
  arrays: NamedArrays,
  names: { has(name: string): boolean },
): readonly (readonly [name: string, array: ArrayPlace])[] {
  return [...arrays].filter(([name]) => names.has(name));
}

/** Merge names; later ones hide earlier ones. */
export function joined(...parts: readonly Names[]): Names {
  return new Map(parts.flatMap((part) => [...part]));
}

/** Create the values of expressions, by name. */
export function valuesOf(
  { b, rule }: RuleWriter<"precision">,
  sets: Assignments,
  names: Names,
): Names {
  const given = { type: rule.precision, names };
  return new Map(sets.map(([name, value]) => [name, expressionValue(b, value, given)]));
}

/** Load an element of each array. */
export function loadNames({ b }: RuleWriter<never>, arrays: NamedArrays, at: Value): Names {
  return new Map([...arrays].map(([name, array]) => [name, b.load(array, at)]));
}

/** Store an element of each array: zero if its name has no value. */
export function storeNames(
  { b, rule }: RuleWriter<"precision">,
  arrays: NamedArrays,
  at: Value,
  names: Names,
): void {
  for (const [name, array] of arrays) {
    b.store(array, at, names.get(name) ?? b.floats(rule.precision).constant(0));
  }
}

/** The time of a step, in milliseconds. */
export function timeOf(
  b: Builder,
  steps: Value,
  { type, dt }: { readonly type: FloatType; readonly dt: number },
): Value {
  const { mul, constant } = b.floats(type);
  return mul(b.apply(type === "f64" ? "toF64" : "toF32", steps), constant(dt));
}

/** The time of a step under its name, if it is read. */
export function timeIfRead(
  { b, rule }: RuleWriter<"precision" | "dt">,
  read: ReadonlySet<string>,
  step: Value,
): Names {
  if (!read.has("t")) return new Map();
  return b.keepAll(new Map([["t", timeOf(b, step, { type: rule.precision, dt: rule.dt })]]));
}

/** The names that expressions read. */
export function namesIn(
  ...parts: readonly (EventProgram | Assignments | Expression | undefined)[]
): Set<string> {
  const expressions = parts.flatMap((part): readonly Expression[] => {
    if (part === undefined) return [];
    if ("kind" in part) return [part];
    if (!("sets" in part)) return part.map(([, value]) => value);
    const lets = part.lets.flatMap((one) => ("value" in one ? [one.value] : one.args));
    return [...lets, ...part.sets.map(([, value]) => value)];
  });
  return new Set(expressions.flatMap((one) => [...freeNames(one)]));
}
