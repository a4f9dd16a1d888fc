import type { Expression } from "@spikeloom/equations";
import { expressionTruth, expressionValue } from "../../form/expression.ts";
import type { Routine } from "../../form/routine.ts";
import { eachSynapse, tracesIfRead } from "./each-synapse.ts";
import { commonAt, endsOf } from "./rows.ts";
import type { RuleArrays, StructureArrays } from "./rule-arrays.ts";
import { usedVariables } from "./synapses.ts";
import { joined, namesIn, stepRoutine, timeIfRead } from "./writer.ts";

/** Write the routine that marks the synapses to be removed: a byte for each. */
export function markRemoved(
  rule: RuleArrays,
  { marks }: Pick<StructureArrays, "marks">,
  remove: Expression,
): Routine {
  const event = { lets: [], sets: [["removed", remove] as const] };
  const walk = { read: namesIn(remove), used: usedVariables(rule, [event]) };
  const about = "Marks the synapses to be removed.";
  return stepRoutine(rule, { name: "mark_removed", about }, (w, step) => {
    const { b } = w;
    eachSynapse(w, { step, ...walk }, ({ index }, names) => {
      const isRemoved = expressionTruth(b, remove, { type: rule.precision, names });
      b.store(marks, index, b.apply("flag", isRemoved));
    });
  });
}

/** Write the routine that computes the number of new synapses of each target. */
export function countAdded(
  rule: RuleArrays,
  { additions }: Pick<StructureArrays, "additions">,
  add: Expression,
): Routine {
  const read = namesIn(add);
  const [{ dendritic } = { dendritic: 0 }] = rule.columns;
  const about = "Computes the number of new synapses of each target.";
  return stepRoutine(rule, { name: "count_added", about }, (w, step) => {
    const { b } = w;
    const common = joined(commonAt(w, read, { step }), timeIfRead(w, read, step));
    const until = b.keep("until", b.apply("sub", step, b.i32(2 * dendritic)));
    b.for({ name: "target", from: b.i32(0), to: b.i32(rule.part.size) }, (target) => {
      const ends = endsOf(w, { of: "post", at: target, read });
      const names = joined(common, ends, tracesIfRead(w, read, { target, until }));
      const added = expressionValue(b, add, { type: rule.precision, names });
      b.store(additions, target, b.keep("added", added));
    });
  });
}
