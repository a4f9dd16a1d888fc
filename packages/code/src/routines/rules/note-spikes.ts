import { type Builder, routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import { neighbour, newestOf, sentAt, tracesAt } from "./history.ts";
import { pointerTo, type RecentSpikes, type RuleArrays, recentSpikes } from "./rule-arrays.ts";
import { joined, type Names, type RuleWriter, storeNames, valuesOf } from "./writer.ts";

/**
 * Write the routine that stores spikes of targets, given as a list of indices.
 *
 * Returns how many were stored: fewer than in the list if an entry to be overwritten has not been applied everywhere
 * yet.
 */
export function noteSpikes(rule: RuleArrays): Routine {
  const about = "Stores spikes of targets with the traces after them.";
  return routine(
    "note_spikes",
    { about, parameters: { count: "i32", step: "i32" }, passed: { list: "i32" } },
    (b, { count, step }, { list }) => {
      const w = { b, rule };
      const safe = b.keep("safe", safeStep(w, step));
      const done = b.variable("done", b.i32(0));
      const goes = b.variable("goes", b.apply("ltUnsigned", b.i32(0), count));
      b.while(b.get(goes), () => {
        const target = b.load(list, b.get(done));
        const entry = newestOf(w, target);
        const next = b.keep("next", neighbour(w, entry, 1));
        // The entry that remains behind the overwritten one must have been applied too, because others search back to
        // it.
        const behind = sentAt(w, neighbour(w, next, 1));
        b.if(
          b.apply("ge", behind, safe),
          () => b.set(goes, b.bool(false)),
          () => {
            noteSpike(w, { target, entry, next, step });
            b.set(done, b.apply("add", b.get(done), b.i32(1)));
            b.set(goes, b.apply("ltUnsigned", b.get(done), count));
          },
        );
      });
      return [b.get(done)];
    },
  );
}

/** The first step whose entries may not be overwritten yet. */
function safeStep(w: RuleWriter, step: Value): Value {
  const { b, rule } = w;
  if (rule.lazy) return b.load(rule.safe, b.i32(0));
  const longest = Math.max(0, ...rule.columns.map(({ dendritic }) => dendritic));
  return b.apply("sub", step, b.i32(2 * longest));
}

type Noted = Readonly<Record<"target" | "entry" | "next" | "step", Value>>;

function noteSpike(w: RuleWriter, { target, entry, next, step }: Noted): void {
  const { b, rule } = w;
  const { history, program } = rule;
  const before = tracesAt(w, { pointer: entry, sent: sentAt(w, entry) }, step);
  const raised = b.keepAll(valuesOf(w, program.raise.target, before));
  const after = joined(before, raised);
  storeNames(w, history.before, next, before);
  storeNames(w, history.after, next, after);
  if (history.recent !== undefined) {
    noteRecent(b, history.recent, { target, step, before, after });
  }
  b.store(history.entries.fields.sent, next, step);
  b.store(history.newest, target, next);
}

interface RecentSpike {
  readonly target: Value;
  readonly step: Value;
  readonly before: Names;
  readonly after: Names;
}

/** Shift the recent spikes of a target by one, and insert the new one in front. */
function noteRecent(
  b: Builder,
  recent: RecentSpikes,
  { target, step, before, after }: RecentSpike,
): void {
  const at = b.keep("recent", pointerTo(b, recent, target));
  const push = (array: ArrayPlace, kept: number, value: Value): void => {
    for (let k = kept - 1; k > 0; k--) b.store(array, at, b.load(array, at, k - 1), k);
    b.store(array, at, value);
  };
  push(recent.fields.sent, recentSpikes.sent, step);
  for (const [names, arrays, kept] of [
    [before, recent.before, recentSpikes.before],
    [after, recent.after, recentSpikes.after],
  ] as const) {
    for (const [name, array] of arrays) {
      const value = names.get(name);
      if (value !== undefined) push(array, kept, value);
    }
  }
}
