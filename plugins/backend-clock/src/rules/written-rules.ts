import { drawsIn, type EventDraw, ruleRoutines, writeRule } from "@spikeloom/code";
import type { Callable, ModuleBuilder, WasmInstance } from "@spikeloom/code/encoder";
import { type FlatCall, flatCall } from "../flat-call.ts";
import type { RuleCalls } from "../machine.ts";
import { addressOf } from "../placed.ts";
import type { PlacedRule } from "./placed-rule.ts";

/** Interpret the routines of rules: slow, and the reference for other machines. */
export function interpretedRules(
  rules: readonly PlacedRule[],
  memory: { readonly buffer: ArrayBufferLike },
  draw: EventDraw,
): readonly RuleCalls[] {
  const where = {
    memory,
    addressOf,
    externalOf:
      () =>
      (...values: readonly unknown[]) =>
        draw(...(values as Parameters<EventDraw>)),
  };
  return rules.map((rule) => {
    const { routines } = ruleRoutines(rule);
    return new Map([...routines].map(([name, made]) => [name, flatCall(made, where)]));
  });
}

/** Import the functions that draw, if any are needed; imports precede all functions. */
export function importDraw(m: ModuleBuilder, rules: readonly PlacedRule[]): Callable | undefined {
  if (!rules.some(({ program }) => drawsIn(program))) return undefined;
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "f64"] as const;
  return m.importFunc(["env", "draw"], { params, results: ["f64"] });
}

/** Write the routines of rules as functions, some of them by hand; returns what finds them in an instance. */
export function writeRules(
  { m, draw }: { readonly m: ModuleBuilder; readonly draw: Callable | undefined },
  rules: readonly PlacedRule[],
): (instance: WasmInstance) => readonly RuleCalls[] {
  const options = { addressOf, ...(draw && { externalOf: () => draw }) };
  const written = rules.map((rule, k) => {
    const exported = (name: string): string => `rule_${k}_${name}`;
    const names = writeRule(m, rule, { ...options, exported });
    return names.map((name) => [name, exported(name)] as const);
  });
  return ({ exports }) =>
    written.map((names) => new Map(names.map(([name, own]) => [name, exports[own] as FlatCall])));
}
