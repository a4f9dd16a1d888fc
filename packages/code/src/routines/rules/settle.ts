import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { catchUp } from "./catch-up.ts";
import { lastBefore, newestOf } from "./history.ts";
import { type Column, eachColumn, firstWaiting, rowOf, sourceAt } from "./rows.ts";
import { pointerTo, type RuleArrays } from "./rule-arrays.ts";
import { holdSynapse, storeSynapse, targetOf, usedVariables } from "./synapses.ts";
import { type RuleWriter, stepRoutine } from "./writer.ts";

/** Write the routine that applies to all synapses the spikes of targets before a step. */
export function settle(rule: RuleArrays): Routine {
  const about = "Applies all deferred spikes of targets that were sent before a step.";
  return stepRoutine(rule, { name: "settle", about }, (w, step) => {
    const { b } = w;
    const untilOf = ({ dendritic }: Column): Value => {
      const twice = b.apply("shiftLeft", dendritic, b.i32(1));
      return b.keep("until", b.apply("sub", step, twice));
    };
    b.for({ name: "source", from: b.i32(0), to: b.i32(rule.table.sources) }, (source) =>
      eachColumn(w, (column) => settleRow(w, column, { source, until: untilOf(column) })),
    );
    eachColumn(w, (column) => {
      const at = pointerTo(b, rule.delays, column.number);
      b.store(rule.delays.fields.applied, at, untilOf(column));
    });
    const longest = Math.max(0, ...rule.columns.map(({ dendritic }) => dendritic));
    const safe = b.apply("sub", step, b.i32(2 * longest));
    b.store(rule.safe, b.i32(0), safe);
  });
}

function settleRow(
  w: RuleWriter,
  column: Column,
  { source, until }: Readonly<Record<"source" | "until", Value>>,
): void {
  const { b, rule } = w;
  const row = rowOf(w, column, source);
  const state = sourceAt(w, row.segment);
  const from = firstWaiting(w, column, row.segment);
  const used = usedVariables(rule, []);
  b.for({ name: "synapse", from: row.from, to: row.until }, (index) => {
    const target = targetOf(w, index);
    const to = lastBefore(w, newestOf(w, target), until);
    b.if(b.apply("ge", to.sent, from), () => {
      const synapse = holdSynapse(w, { index, target, source: () => source }, used);
      catchUp(w, synapse, { from, to }, { dendritic: column.dendritic, source: state });
      storeSynapse(w, synapse, used.changed);
    });
  });
}
