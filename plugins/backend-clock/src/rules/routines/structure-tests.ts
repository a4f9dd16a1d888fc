import { expressionTruth, type Routine, routine } from "@spikeloom/code";
import type { Expression } from "@spikeloom/equations";
import type { LaidRule } from "../laid-rule.ts";
import { eachSynapse, tracesIfRead } from "./each-synapse.ts";
import { commonAt, endsOf } from "./rows.ts";
import { usedVariables } from "./synapses.ts";
import { joined, namesIn, storeInteger, storeNames, timeIfRead, valuesOf } from "./writer.ts";

/** Make the routine that marks the synapses that are to be removed: a byte for each. */
export function markRemoved(rule: LaidRule, remove: Expression): Routine {
  const event = { lets: [], sets: [["removed", remove] as const] };
  const walk = { read: namesIn(remove), used: usedVariables(rule, [event]) };
  const marks = { name: "marks", address: rule.address.marks, element: "u8" } as const;
  const about = "Marks the synapses that are to be removed.";
  return routine("mark_removed", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    eachSynapse(w, { step, ...walk }, ({ index }, names) => {
      const isRemoved = expressionTruth(b, remove, { type: rule.precision, names });
      storeInteger(w, { ...marks, at: index }, b.apply("flag", isRemoved));
    });
    return undefined;
  });
}

/** Make the routine that computes how many synapses each target gets: a number for each. */
export function countAdded(rule: LaidRule, add: Expression): Routine {
  const read = namesIn(add);
  const [{ dendritic } = { dendritic: 0 }] = rule.columns;
  const about = "Computes how many synapses each target gets.";
  return routine("count_added", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    const common = joined(commonAt(w, read, { step }), timeIfRead(w, read, step));
    const until = b.keep("until", b.apply("sub", step, b.i32(2 * dendritic)));
    b.for({ name: "target", from: b.i32(0), to: b.i32(rule.part.size) }, (target) => {
      const ends = endsOf(w, { of: "post", at: target, read });
      const names = joined(common, ends, tracesIfRead(w, read, { target, until }));
      const added = b.keepAll(valuesOf(w, [["added", add]], names));
      const place = { at: target, counted: "elements" } as const;
      storeNames(w, [["added", rule.address.additions]], place, added);
    });
    return undefined;
  });
}
