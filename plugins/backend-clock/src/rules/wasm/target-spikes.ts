import type { Local } from "@spikeloom/code";
import { columnBytes, type EagerLayout, type LaidRule } from "../rule-layout.ts";
import { drawPlace, usedVariables, writeNumber } from "./arrivals.ts";
import { writeFind, writeNewest, writeSpike } from "./catch-up.ts";
import {
  type RowLocals,
  rowLocals,
  writeColumn,
  writeEnds,
  writeSourceLast,
  writeWhole,
} from "./rows.ts";
import { namesIn, type RuleModule, type Scribe, scribe } from "./scribe.ts";
import { synapseArrays } from "./synapse-arrays.ts";

/**
 * Write `(step: i32, late: i32)`, which applies to their synapses the spikes of targets that come in a step.
 *
 * Those of delays where they come before spikes of the source with `late` 1, the others with 0.
 */
export function writeTargetSpikes(
  module: RuleModule,
  name: string,
  { rule, eager }: { readonly rule: LaidRule; readonly eager: EagerLayout },
): void {
  const f = module.m.func(name, {
    params: [
      ["step", "i32"],
      ["late", "i32"],
    ],
  });
  const s = scribe(module, f, rule);
  const { columns } = rule;
  const step = f.param("step");
  const row = rowLocals(s);
  const [sent, list, end] = [s.integer("sent"), s.integer("list"), s.integer("list end")];
  const limit = f.constant("i32", columns.length * columnBytes);
  f.count({ index: row.column, limit, step: columnBytes }, () => {
    writeColumn(s, row);
    f.get(s.integer("late")).get(f.param("late")).op("i32.eq");
    f.get(step).get(row.dendritic).i32(1).op("i32.shl").op("i32.sub").tee(sent).i32(0);
    f.op("i32.ge_s").op("i32.and");
    f.if(() => {
      writeOwnList(s, eager, { sent, list, end });
      f.count({ index: list, limit: end, step: 4 }, () =>
        writeTarget(s, eager, { row, sent, list }),
      );
    });
  });
}

/** Find the spikes that the shard's targets sent in a step. */
function writeOwnList(
  s: Scribe,
  eager: EagerLayout,
  { sent, list, end }: Readonly<Record<"sent" | "list" | "end", Local>>,
): void {
  const { f } = s;
  const slot = s.integer("slot");
  f.get(sent)
    .i32(eager.length - 1)
    .op("i32.and")
    .set(slot);
  f.get(slot)
    .i32(eager.capacity * 4)
    .op("i32.mul")
    .tee(list);
  f.get(slot).i32(2).op("i32.shl").op("i32.load", { offset: eager.counts });
  f.i32(2).op("i32.shl").op("i32.add").set(end);
}

interface OwnSpike {
  readonly row: RowLocals;
  readonly sent: Local;
  readonly list: Local;
}

/** Apply the spike of one target to its synapses with the delay of the column. */
function writeTarget(s: Scribe, eager: EagerLayout, { row, sent, list }: OwnSpike): void {
  const { f, rule } = s;
  const { post } = rule.ruled.program;
  if (post === undefined) return;
  const read = namesIn(post);
  const [target, entry, until] = [s.integer("own target"), s.integer("entry"), s.integer("until")];
  const [at, last, time] = [s.integer("at"), s.integer("last"), s.integer("own time")];
  f.get(sent).get(row.dendritic).op("i32.add").set(time);
  writeWhole(s, read, { step: time });
  f.get(sent).i32(1).op("i32.add").set(until);
  f.get(list).op("i32.load", { offset: eager.lists }).set(target);
  writeNewest(s, target, entry);
  writeFind(s, entry, until);
  writeEnds(s, { of: "post", place: target, read });
  f.get(target).i32(rule.columns.length).op("i32.mul");
  f.get(row.column).i32(columnBytes).op("i32.div_u").op("i32.add");
  f.i32(2).op("i32.shl").tee(at);
  f.op("i32.load", { offset: eager.offsets + 4 })
    .i32(2)
    .op("i32.shl")
    .set(last);
  f.get(at).op("i32.load", { offset: eager.offsets }).i32(2).op("i32.shl").set(at);
  f.count({ index: at, limit: last, step: 4 }, () =>
    writeOwn(s, eager, { row, at, target, entry }),
  );
}

interface OwnSynapse {
  readonly row: RowLocals;
  readonly at: Local;
  readonly target: Local;
  readonly entry: Local;
}

/** Apply a spike of the target to one synapse. */
function writeOwn(s: Scribe, eager: EagerLayout, { row, at, target, entry }: OwnSynapse): void {
  const { f, rule } = s;
  const { post } = rule.ruled.program;
  if (post === undefined) return;
  const read = namesIn(post);
  const [synapse, number, owner] = ["synapse", "number", "row owner"].map(s.integer) as [
    Local,
    Local,
    Local,
  ];
  const place = rule.kept.numbers === undefined ? undefined : drawPlace(s, owner, number);
  const arrays = synapseArrays(s);
  const { variables, changed } = usedVariables(s, [post]);
  f.get(at).op("i32.load", { offset: eager.synapses }).set(synapse);
  f.get(at).op("i32.load", { offset: eager.segments }).set(row.segment);
  writeSourceLast(s, row.segment);
  if (place !== undefined || reads(rule, "pre", read)) {
    f.get(row.segment).i32(rule.address.segments).op("i32.sub");
    f.i32(rule.segment.bytes * rule.columns.length)
      .op("i32.div_u")
      .set(row.source);
    f.get(row.source).set(owner);
  }
  writeEnds(s, { of: "pre", place: row.source, read });
  arrays.load(synapse, variables);
  f.get(target).set(s.integer("target"));
  writeNumber(s, synapse, number);
  const times = { dendritic: row.dendritic, sourceLast: s.integer("source last") };
  writeSpike(s, entry, times, place);
  arrays.store(synapse, changed, s.integer("last event"));
}

function reads({ ruled }: LaidRule, end: "pre" | "post", read: ReadonlySet<string>): boolean {
  const { reads: own, filters } = ruled.program;
  return [...own, ...filters].some(({ name, of }) => of === end && read.has(name));
}
