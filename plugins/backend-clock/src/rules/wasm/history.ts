import type { Local } from "@spikeloom/code";
import { type LaidRule, recentAfter, recentBefore, recentSteps } from "../rule-layout.ts";
import { writeNeighbour, writeNewest } from "./catch-up.ts";
import { type RuleModule, type Scribe, scribe, writeMotion } from "./scribe.ts";

/** Move the recent spikes of a target on by one, and put the new one in front. */
function writeRecent(s: Scribe, { target, step }: { readonly target: Local; step: Local }): void {
  const { f, rule } = s;
  const { recent } = rule.history;
  if (recent === undefined) return;
  const at = s.integer("recent");
  f.get(target).i32(recent.bytes).op("i32.mul").i32(rule.address.recent).op("i32.add").set(at);
  for (let k = recentSteps - 1; k > 0; k--) {
    f.get(at)
      .get(at)
      .op("i32.load", { offset: 4 * (k - 1) });
    f.op("i32.store", { offset: 4 * k });
  }
  f.get(at).get(step).op("i32.store");
  const shift = (first: number, kept: number): void => {
    for (let k = kept - 1; k > 0; k--) {
      f.get(at).get(at);
      s.load(first + s.bytes * (k - 1));
      s.store(first + s.bytes * k);
    }
  };
  for (const [name, first] of recent.before) {
    shift(first, recentBefore);
    f.get(at).get(s.number(`${name} before`));
    s.store(first);
  }
  for (const [name, first] of recent.after) {
    shift(first, recentAfter);
    f.get(at).get(s.number(name));
    s.store(first);
  }
}

/**
 * Write `(list: i32, count: i32, step: i32) -> i32`, which notes spikes of targets.
 *
 * The list holds places of targets. Gives how many were noted: fewer than there are where an entry would be written
 * over that is not applied everywhere yet.
 */
export function writeHistory(module: RuleModule, name: string, rule: LaidRule): void {
  const { m } = module;
  const f = m.func(name, {
    params: [
      ["list", "i32"],
      ["count", "i32"],
      ["step", "i32"],
    ],
    results: ["i32"],
  });
  const s = scribe(module, f, rule);
  const { program } = rule.ruled;
  const { history, address } = rule;
  const [at, end, target] = [s.integer("at"), s.integer("end"), s.integer("target")];
  const [entry, next, after] = [s.integer("entry"), s.integer("next"), s.integer("after")];
  const [safe, steps, step] = [s.integer("safe"), s.integer("steps"), f.param("step")];
  const longest = Math.max(0, ...rule.columns.map(({ dendritic }) => dendritic));
  if (rule.ruled.lazy) f.i32(0).op("i32.load", { offset: address.safe }).set(safe);
  else
    f.get(step)
      .i32(2 * longest)
      .op("i32.sub")
      .set(safe);
  f.get(f.param("list")).set(at);
  f.get(f.param("count")).i32(2).op("i32.shl").get(at).op("i32.add").set(end);
  f.count({ index: at, limit: end, step: 4 }, () => {
    f.get(at).op("i32.load").set(target);
    writeNewest(s, target, entry);
    writeNeighbour(s, entry, 1);
    f.set(next);
    writeNeighbour(s, next, 1);
    f.set(after);
    // The entry that stays behind the one written over must be applied too, as others look back to it.
    f.get(after).op("i32.load").get(safe).op("i32.ge_s");
    f.if(() => {
      f.get(at).get(f.param("list")).op("i32.sub").i32(2).op("i32.shr_u").return();
    });
    for (const [variable, offset] of history.after) {
      f.get(entry);
      s.load(offset);
      f.set(s.number(variable));
    }
    f.get(step).get(entry).op("i32.load").op("i32.sub").set(steps);
    writeMotion(s, "target", { steps });
    for (const [variable, offset] of history.before) {
      f.get(next)
        .get(s.number(variable))
        .tee(s.number(`${variable} before`));
      s.store(offset);
    }
    const raised = program.raise.target.map(([variable, value]) => {
      const local: Local = s.number(variable);
      return [local, value] as const;
    });
    s.scalars.assign(raised, s.number);
    for (const [variable, offset] of history.after) {
      f.get(next).get(s.number(variable));
      s.store(offset);
    }
    writeRecent(s, { target, step });
    f.get(next).get(step).op("i32.store");
    f.get(target).i32(2).op("i32.shl").get(next).op("i32.store", { offset: address.newest });
  });
  f.get(f.param("count"));
}
