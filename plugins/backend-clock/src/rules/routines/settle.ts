import { type Routine, routine, type Value } from "@spikeloom/code";
import { columnBytes, columnWords, type LaidRule } from "../laid-rule.ts";
import { catchUp } from "./catch-up.ts";
import { lastBefore, newestOf } from "./history.ts";
import { type Column, eachColumn, firstWaiting, rowOf, sourceAt } from "./rows.ts";
import { drawKey, holdSynapse, storeSynapse, targetOf, usedVariables } from "./synapses.ts";
import { type RuleWriter, storeInteger } from "./writer.ts";

/** Make the routine that applies to all synapses what spikes of targets have done before a step. */
export function settle(rule: LaidRule): Routine {
  const about = "Applies all waiting spikes of targets that were sent before a step.";
  return routine("settle", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    const untilOf = ({ dendritic }: Column): Value => {
      const twice = b.apply("shiftLeft", dendritic, b.i32(1));
      return b.keep("until", b.apply("sub", step, twice));
    };
    b.for({ name: "source", from: b.i32(0), to: b.i32(rule.table.sources) }, (source) =>
      eachColumn(w, (column) => settleRow(w, column, { source, until: untilOf(column) })),
    );
    eachColumn(w, (column) => {
      const address = rule.address.columns + columnWords.applied;
      const at = b.apply("mul", column.number, b.i32(columnBytes));
      storeInteger(w, { name: "applied", address, at, counted: "bytes" }, untilOf(column));
    });
    const longest = Math.max(0, ...rule.columns.map(({ dendritic }) => dendritic));
    const safe = b.apply("sub", step, b.i32(2 * longest));
    storeInteger(w, { name: "safe", address: rule.address.safe, at: b.i32(0) }, safe);
    return undefined;
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
      const synapse = holdSynapse(w, { index, target }, used);
      catchUp(
        w,
        synapse,
        { from, to },
        {
          dendritic: column.dendritic,
          source: state,
          key: (time) => drawKey(w, synapse, { step: time, source: () => source }),
        },
      );
      storeSynapse(w, synapse, used.changed);
    });
  });
}
