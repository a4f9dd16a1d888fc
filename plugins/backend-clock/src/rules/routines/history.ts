import type { Value } from "@spikeloom/code";
import { placed } from "../../placed.ts";
import { builtMotion } from "../built-motion.ts";
import { moved } from "./motion.ts";
import { loadInteger, loadNames, type Names, type RuleWriter } from "./writer.ts";

/** A spike of a target that is kept: the address of its entry, and the step in which it was sent. */
export interface Entry {
  readonly address: Value;
  readonly sent: Value;
}

/** The address of the newest entry of a target. */
export function newestOf(w: RuleWriter, target: Value): Value {
  return loadInteger(w, { name: "newest", address: w.rule.address.newest, at: target });
}

/** The address of the entry before (-1) or after (1) another. */
export function neighbour({ b, rule }: RuleWriter, entry: Value, side: -1 | 1): Value {
  const { entry: bytes, ring } = rule.history;
  const within = b.apply("and", b.apply("add", entry, b.i32(side * bytes)), b.i32(ring - 1));
  return b.apply("or", within, b.apply("and", entry, b.i32(-ring)));
}

/** The step in which the spike of an entry was sent. */
export function sentAt({ b }: RuleWriter, entry: Value): Value {
  return b.load(placed("sent", "i32", { address: 0, counted: "bytes" }), entry);
}

/** Find the newest entry, from one on backwards, that was sent before a step. */
export function lastBefore(w: RuleWriter, from: Value, until: Value): Entry {
  const { b } = w;
  const entry = b.variable("entry", from);
  const sent = b.variable("sent", sentAt(w, from));
  b.while(b.apply("ge", b.get(sent), until), () => {
    b.set(entry, neighbour(w, b.get(entry), -1));
    b.set(sent, sentAt(w, b.get(entry)));
  });
  return { address: b.get(entry), sent: b.get(sent) };
}

/** The traces of a target as an entry left them, moved on to a step. */
export function tracesAt(w: RuleWriter, { address, sent }: Entry, step: Value): Names {
  const { b, rule } = w;
  const after = loadNames(w, rule.history.after, { at: address, counted: "bytes" });
  return moved(b, builtMotion(rule, "target"), after, b.apply("sub", step, sent));
}
