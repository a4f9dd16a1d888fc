import {
  type Builder,
  type ElementType,
  expressionValue,
  type FloatType,
  type Value,
} from "@spikeloom/code";
import { type Expression, freeNames } from "@spikeloom/equations";
import type { Assignments, EventProgram } from "@spikeloom/program";
import { placed } from "../../placed.ts";
import type { LaidRule } from "../laid-rule.ts";

/** Values by the names that expressions know them by. */
export type Names = ReadonlyMap<string, Value>;

/** What a routine about a rule is written with. */
export interface RuleWriter {
  readonly b: Builder;
  readonly rule: LaidRule;
}

/** Where numbers of several names lie side by side. */
export interface Place {
  readonly at: Value;
  /** Whether `at` counts bytes of records, as it does where it is an address, or numbers. */
  readonly counted: "elements" | "bytes";
}

/** Join names; later ones hide earlier ones. */
export function joined(...parts: readonly Names[]): Names {
  return new Map(parts.flatMap((part) => [...part]));
}

/** Make the values of expressions, by name. */
export function valuesOf({ b, rule }: RuleWriter, sets: Assignments, names: Names): Names {
  const given = { type: rule.precision, names };
  return new Map(sets.map(([name, value]) => [name, expressionValue(b, value, given)]));
}

/** Load numbers whose arrays start at the given addresses. */
export function loadNames(
  { b, rule }: RuleWriter,
  addresses: Iterable<readonly [name: string, address: number]>,
  { at, counted }: Place,
): Names {
  const load = (name: string, address: number): Value =>
    b.load(placed(name, rule.precision, { address, counted }), at);
  return new Map([...addresses].map(([name, address]) => [name, load(name, address)]));
}

/** Store numbers in arrays that start at the given addresses. */
export function storeNames(
  { b, rule }: RuleWriter,
  addresses: Iterable<readonly [name: string, address: number]>,
  { at, counted }: Place,
  names: Names,
): void {
  for (const [name, address] of addresses) {
    const array = placed(name, rule.precision, { address, counted });
    b.store(array, at, names.get(name) ?? b.floats(rule.precision).constant(0));
  }
}

/** Load an element of an array of integers. */
export function loadInteger(
  { b }: RuleWriter,
  { name, address, at, counted = "elements", element = "i32" }: IntegerPlace,
): Value {
  return b.load(placed(name, element, { address, counted }), at);
}

/** Store an element of an array of integers. */
export function storeInteger(
  { b }: RuleWriter,
  { name, address, at, counted = "elements", element = "i32" }: IntegerPlace,
  value: Value,
): void {
  b.store(placed(name, element, { address, counted }), at, value);
}

/** Where an integer lies. */
interface IntegerPlace {
  readonly name: string;
  readonly address: number;
  readonly at: Value;
  readonly counted?: "elements" | "bytes";
  readonly element?: ElementType & ("i32" | "u16" | "u8");
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

/** The time of a step under its name, where it is read. */
export function timeIfRead({ b, rule }: RuleWriter, read: ReadonlySet<string>, step: Value): Names {
  if (!read.has("t")) return new Map();
  return b.keepAll(new Map([["t", timeOf(b, step, { type: rule.precision, dt: rule.dt })]]));
}

/** The names that expressions read. */
export function namesIn(
  ...parts: readonly (EventProgram | Assignments | Expression | undefined)[]
): Set<string> {
  const names = new Set<string>();
  const add = (value: Expression): void => {
    for (const name of freeNames(value)) names.add(name);
  };
  for (const part of parts) {
    if (part === undefined) continue;
    if ("kind" in part) add(part);
    else if ("sets" in part) {
      for (const one of part.lets) {
        if ("value" in one) add(one.value);
        else one.args.forEach(add);
      }
      for (const [, value] of part.sets) add(value);
    } else for (const [, value] of part) add(value);
  }
  return names;
}
