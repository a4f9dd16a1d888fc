import { type Builder, type Routine, routine, type Value } from "@spikeloom/code";
import { placed } from "../../placed.ts";
import {
  type LaidRule,
  type RecentLayout,
  recentAfter,
  recentBefore,
  recentSteps,
} from "../laid-rule.ts";
import { neighbour, newestOf, sentAt, tracesAt } from "./history.ts";
import {
  joined,
  loadInteger,
  type Names,
  type RuleWriter,
  storeInteger,
  storeNames,
  valuesOf,
} from "./writer.ts";

/**
 * Make the routine that notes spikes of targets, whose places a list holds.
 *
 * Gives how many were noted: fewer than there are where an entry would be written over that is not applied
 * everywhere yet.
 */
export function noteSpikes(rule: LaidRule): Routine {
  const about = "Notes spikes of targets with the traces that they leave.";
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
        // The entry that stays behind the one written over must be applied too, as others look back to it.
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

/** The first step whose entries may not be written over yet. */
function safeStep(w: RuleWriter, step: Value): Value {
  const { b, rule } = w;
  if (rule.ruled.lazy) {
    return loadInteger(w, { name: "safe", address: rule.address.safe, at: b.i32(0) });
  }
  const longest = Math.max(0, ...rule.columns.map(({ dendritic }) => dendritic));
  return b.apply("sub", step, b.i32(2 * longest));
}

type Noted = Readonly<Record<"target" | "entry" | "next" | "step", Value>>;

function noteSpike(w: RuleWriter, { target, entry, next, step }: Noted): void {
  const { b, rule } = w;
  const { history, address, ruled } = rule;
  const before = tracesAt(w, { address: entry, sent: sentAt(w, entry) }, step);
  const raised = b.keepAll(valuesOf(w, ruled.program.raise.target, before));
  const after = joined(before, raised);
  const place = { at: next, counted: "bytes" } as const;
  storeNames(w, history.before, place, before);
  storeNames(w, history.after, place, after);
  if (history.recent !== undefined) {
    noteRecent(w, history.recent, { target, step, before, after });
  }
  b.store(placed("sent", "i32", { address: 0, counted: "bytes" }), next, step);
  storeInteger(w, { name: "newest", address: address.newest, at: target }, next);
}

interface RecentSpike {
  readonly target: Value;
  readonly step: Value;
  readonly before: Names;
  readonly after: Names;
}

/** Move the recent spikes of a target on by one, and put the new one in front. */
function noteRecent(
  { b, rule }: RuleWriter,
  recent: RecentLayout,
  { target, step, before, after }: RecentSpike,
): void {
  const { address, precision } = rule;
  const at = b.keep("recent", b.apply("mul", target, b.i32(recent.bytes)));
  const push = (name: string, { first, kept }: Shifted, value: Value): void =>
    shiftIn(
      b,
      placed(name, value.type === "i32" ? "i32" : precision, { address: first, counted: "bytes" }),
      at,
      {
        kept,
        value,
      },
    );
  push("sent", { first: address.recent, kept: recentSteps }, step);
  for (const [names, offsets, kept] of [
    [before, recent.before, recentBefore],
    [after, recent.after, recentAfter],
  ] as const) {
    for (const [name, offset] of offsets) {
      const value = names.get(name);
      if (value !== undefined) push(name, { first: address.recent + offset, kept }, value);
    }
  }
}

interface Shifted {
  readonly first: number;
  readonly kept: number;
}

/** Put a value in front of those that are kept, of which the last one goes. */
function shiftIn(
  b: Builder,
  array: ReturnType<typeof placed>,
  at: Value,
  { kept, value }: { readonly kept: number; readonly value: Value },
): void {
  for (let k = kept - 1; k > 0; k--) b.store(array, at, b.load(array, at, k - 1), k);
  b.store(array, at, value);
}
