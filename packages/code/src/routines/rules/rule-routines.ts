import type { Routine } from "../../form/routine.ts";
import { arrivals } from "./arrivals.ts";
import type { DeliverRow } from "./deliver-row.ts";
import { beginCommon, changeCommon, namedEvent } from "./named-events.ts";
import { noteSpikes } from "./note-spikes.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import { settle } from "./settle.ts";
import { stepAll, stepFilters } from "./steps.ts";
import { countAdded, markRemoved } from "./structure-tests.ts";
import { targetSpikes } from "./target-spikes.ts";

/** All actions of a rule, as routines. */
export interface RuleRoutines {
  /** By the name of each action, with that of the event for events. */
  readonly routines: ReadonlyMap<string, Routine>;
  /** Called by `arrive` for each row. */
  readonly row: DeliverRow;
}

/** Return the name of the action of a named event. */
export const eventKey = (does: "named" | "common", event: string): string => `${does} ${event}`;

/** Test whether a rule stores spikes of its targets. */
export function notesTargets({ program }: Pick<RuleArrays, "program">): boolean {
  return program.post !== undefined || program.target.length > 0;
}

/** Write the routines of a rule. */
export function ruleRoutines(rule: RuleArrays): RuleRoutines {
  const { program, lazy, structure } = rule;
  const { arrive, row } = arrivals(rule);
  const routines = new Map<string, Routine>([["arrive", arrive]]);
  if (notesTargets(rule)) routines.set("note", noteSpikes(rule));
  if (lazy) routines.set("settle", settle(rule));
  if (rule.eager) routines.set("spikes", targetSpikes(rule, rule.eager));
  [...program.named].forEach(([name, event], number) => {
    routines.set(eventKey("named", name), namedEvent(rule, event, number));
    if (event.common.length === 0) return;
    routines.set(eventKey("common", name), changeCommon(rule, event.common));
  });
  if (program.common.length > 0) routines.set("begin", beginCommon(rule));
  if (program.step !== undefined || program.coupling.length > 0) {
    routines.set("move", stepAll(rule));
  }
  if (program.filters.length > 0) routines.set("filter", stepFilters(rule));
  const { remove, add } = program.structure ?? {};
  if (structure !== undefined && remove !== undefined) {
    routines.set("remove", markRemoved(rule, structure, remove));
  }
  if (structure !== undefined && typeof add === "object") {
    routines.set("add", countAdded(rule, structure, add));
  }
  return { routines, row };
}
