import type { Assignments, NamedEvent } from "@spikeloom/program";
import { routine } from "../../form/build.ts";
import type { Routine } from "../../form/routine.ts";
import { eachSynapse } from "./each-synapse.ts";
import { synapseEvent } from "./event.ts";
import { moved } from "./motion.ts";
import { commonAt, commonSlot } from "./rows.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import { drawKey, setSynapse, storeSynapse, usedVariables } from "./synapses.ts";
import { joined, namesIn, storeNames, timeIfRead, valuesOf } from "./writer.ts";

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
  return routine("named_event", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    eachSynapse(
      w,
      {
        step,
        read,
        used,
        when: "before",
        times: (time) => (counts === undefined ? b.i32(0) : b.load(counts, commonSlot(w, time))),
      },
      (synapse, names, { time, source }) => {
        const at = { step: time, source: () => source };
        const values = synapseEvent(w, event, names, drawKey(w, synapse, at));
        setSynapse(w, synapse, values);
        storeSynapse(w, synapse, used.changed);
      },
    );
    return undefined;
  });
}

/** Write the routine that starts a step for variables stored once: it advances them by a step. */
export function beginCommon(rule: RuleArrays): Routine {
  const { common } = rule;
  const about = "Advances variables stored once by a step.";
  return routine("begin_common", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    const before = b.keep("before", b.apply("sub", step, b.i32(1)));
    const last = commonAt(w, new Set(common.after.keys()), { step: before });
    const now = moved(b, rule.motion.common, last, b.i32(1));
    const place = commonSlot(w, step);
    storeNames(w, common.before, place, now);
    storeNames(w, common.after, place, now);
    return undefined;
  });
}

/** Write the routine that applies a named event to variables stored once. */
export function changeCommon(rule: RuleArrays, changes: Assignments): Routine {
  const { common } = rule;
  const read = namesIn(changes);
  const about = "Applies a named event to variables stored once.";
  return routine("change_common", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    const t = timeIfRead(w, read, step);
    const names = joined(t, commonAt(w, new Set([...read, ...common.after.keys()]), { step }));
    const next = joined(names, b.keepAll(valuesOf(w, changes, names)));
    storeNames(w, common.after, commonSlot(w, step), next);
    return undefined;
  });
}
