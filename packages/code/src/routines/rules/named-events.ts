import type { Assignments, NamedEvent } from "@spikeloom/program";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { eachSynapse } from "./each-synapse.ts";
import { synapseEvent } from "./event.ts";
import { moved } from "./motion.ts";
import { commonAt, commonSlot } from "./rows.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import { setSynapse, storeSynapse, usedVariables } from "./synapses.ts";
import {
  joined,
  namesIn,
  type RuleWriter,
  stepRoutine,
  storeNames,
  timeIfRead,
  valuesOf,
} from "./writer.ts";

/**
 * Write the routine that applies a named event to all synapses for which it is due in a step.
 *
 * It is delayed by the dendritic delay of the synapses.
 */
export function namedEvent(rule: RuleArrays, event: NamedEvent, number: number): Routine {
  const counts = [...rule.common.events.values()][number];
  const read = namesIn(event);
  const used = usedVariables(rule, [event]);
  const about = "Applies a named event to the synapses for which it is due.";
  return stepRoutine(rule, { name: "named_event", about }, (w, step) => {
    const { b } = w;
    eachSynapse(
      w,
      {
        step,
        read,
        used,
        when: "before",
        times: (time) => (counts === undefined ? b.i32(0) : b.load(counts, commonSlot(w, time))),
      },
      (synapse, names, time) => {
        setSynapse(w, synapse, synapseEvent(w, synapse, { event, names, step: time }));
        storeSynapse(w, synapse, used.changed);
      },
    );
  });
}

/** Write the routine that starts a step for variables stored once: it advances them by a step. */
export function beginCommon(rule: RuleArrays): Routine {
  const about = "Advances variables stored once by a step.";
  return stepRoutine(rule, { name: "begin_common", about }, advanceCommon);
}

/** Advance variables stored once from the step before. */
export function advanceCommon(w: RuleWriter<"common" | "motion" | "precision">, step: Value): void {
  const { b, rule } = w;
  const { common, motion } = rule;
  const before = b.keep("before", b.apply("sub", step, b.i32(1)));
  const last = commonAt(w, new Set(common.after.keys()), { step: before });
  const now = moved(b, motion.common, last, b.i32(1));
  const place = commonSlot(w, step);
  storeNames(w, common.before, place, now);
  storeNames(w, common.after, place, now);
}

/** Write the routine that applies a named event to variables stored once. */
export function changeCommon(rule: RuleArrays, changes: Assignments): Routine {
  const about = "Applies a named event to variables stored once.";
  return stepRoutine(rule, { name: "change_common", about }, (w, step) =>
    applyToCommon(w, changes, step),
  );
}

/** Apply a named event to variables stored once. */
export function applyToCommon(
  w: RuleWriter<"common" | "precision" | "dt">,
  changes: Assignments,
  step: Value,
): void {
  const { common } = w.rule;
  const read = namesIn(changes);
  const t = timeIfRead(w, read, step);
  const names = joined(t, commonAt(w, new Set([...read, ...common.after.keys()]), { step }));
  const next = joined(names, w.b.keepAll(valuesOf(w, changes, names)));
  storeNames(w, common.after, commonSlot(w, step), next);
}
