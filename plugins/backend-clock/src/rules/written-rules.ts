import {
  type Callable,
  drawsIn,
  type EventDraw,
  eventKey,
  type ModuleBuilder,
  ruleRoutines,
  type WasmInstance,
  writeRule,
} from "@spikeloom/code";
import { RULE } from "@spikeloom/program";
import { type FlatCall, flatCall } from "../flat-call.ts";
import { addressOf } from "../placed.ts";
import type { RuleCode, RuleJob } from "./rule-code.ts";

/** Finds what does what a routine of a rule says, by its name. */
type FindCall = (name: string) => FlatCall | undefined;

/** Interpret what rules do: slow, and the measure of other machines. */
export function interpretedRules(
  jobs: readonly RuleJob[],
  memory: { readonly buffer: ArrayBufferLike },
  draw: EventDraw,
): readonly RuleCode[] {
  const where = {
    memory,
    addressOf,
    externalOf:
      () =>
      (...values: readonly unknown[]) =>
        draw(...(values as Parameters<EventDraw>)),
  };
  return jobs.map((job) => {
    const { routines } = ruleRoutines(job.rule);
    return ruleCode(job, (name) => {
      const made = routines.get(name);
      return made && flatCall(made, where);
    });
  });
}

/** Import what draws, where anything does; imports come before all functions. */
export function importDraw(m: ModuleBuilder, jobs: readonly RuleJob[]): Callable | undefined {
  if (!jobs.some(({ rule }) => drawsIn(rule.program))) return undefined;
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "f64"] as const;
  return m.importFunc(["env", "draw"], { params, results: ["f64"] });
}

/** Write what rules do as functions, some of it by hand; gives what finds them in an instance. */
export function writeRules(
  { m, draw }: { readonly m: ModuleBuilder; readonly draw: Callable | undefined },
  jobs: readonly RuleJob[],
): (instance: WasmInstance) => readonly RuleCode[] {
  const options = { addressOf, ...(draw && { externalOf: () => draw }) };
  const exported = (name: string, rule: number): string => `rule_${rule}_${name}`;
  jobs.forEach(({ rule }, k) => {
    writeRule(m, rule, { ...options, exported: (name) => exported(name, k) });
  });
  return ({ exports }) =>
    jobs.map((job, k) =>
      ruleCode(job, (name) => exports[exported(name, k)] as FlatCall | undefined),
    );
}

function ruleCode({ rule }: RuleJob, find: FindCall): RuleCode {
  const events = [...rule.program.named.keys()];
  const byEvent = (does: "named" | "common"): ReadonlyMap<string, (step: number) => void> =>
    new Map(
      events.flatMap((event): [string, (step: number) => void][] => {
        const act = find(eventKey(does, event));
        return act === undefined ? [] : [[event, act]];
      }),
    );
  const arrive = find("arrive");
  if (arrive === undefined) throw RULE({ place: rule.ruled.place, message: "Nothing arrives." });
  return {
    arrive,
    note: find("note"),
    settle: find("settle"),
    spikes: find("spikes"),
    named: byEvent("named"),
    begin: find("begin"),
    common: byEvent("common"),
    move: find("move"),
    filter: find("filter"),
    remove: find("remove"),
    add: find("add"),
  };
}
