import type { Value } from "../../form/graph.ts";
import { moved } from "./motion.ts";
import { loadNames, type Names, type RuleWriter } from "./writer.ts";

/** A stored spike of a target: a pointer to its entry, and the step in which it was sent. */
export interface Entry {
  readonly pointer: Value;
  readonly sent: Value;
}

/** The pointer to the newest entry of a target. */
export function newestOf({ b, rule }: RuleWriter, target: Value): Value {
  return b.load(rule.history.newest, target);
}

/** Return the pointer to the entry before (-1) or after (1) another. */
export function neighbour({ b, rule }: RuleWriter, entry: Value, side: -1 | 1): Value {
  const { entries, capacity } = rule.history;
  const ring = capacity * entries.stride;
  const next = b.apply("add", entry, b.i32(side * entries.stride));
  const within = b.apply("and", next, b.i32(ring - 1));
  return b.apply("or", within, b.apply("and", entry, b.i32(-ring)));
}

/** The step in which the spike of an entry was sent. */
export function sentAt({ b, rule }: RuleWriter, entry: Value): Value {
  return b.load(rule.history.entries.fields.sent, entry);
}

/** Find the newest entry, from a given one backwards, that was sent before a step. */
export function lastBefore(w: RuleWriter, from: Value, until: Value): Entry {
  const { b } = w;
  const entry = b.variable("entry", from);
  const sent = b.variable("sent", sentAt(w, from));
  b.while(b.apply("ge", b.get(sent), until), () => {
    b.set(entry, neighbour(w, b.get(entry), -1));
    b.set(sent, sentAt(w, b.get(entry)));
  });
  return { pointer: b.get(entry), sent: b.get(sent) };
}

/** Compute the traces of a target after an entry, advanced to a step. */
export function tracesAt(w: RuleWriter, { pointer, sent }: Entry, step: Value): Names {
  const { b, rule } = w;
  const after = loadNames(w, rule.history.after, pointer);
  return moved(b, rule.motion.target, after, b.apply("sub", step, sent));
}
