import type { Assignments } from "@spikeloom/program";
import type { Value } from "../../form/graph.ts";
import { lastBefore, newestOf, tracesAt } from "./history.ts";
import {
  type Column,
  commonAt,
  eachColumn,
  endsOf,
  type Row,
  rowOf,
  sourceAt,
  sourceNow,
} from "./rows.ts";
import {
  type HeldSynapse,
  holdSynapse,
  moveSynapse,
  namesOf,
  targetOf,
  type UsedVariables,
} from "./synapses.ts";
import {
  chosen,
  joined,
  type Names,
  type RuleWriter,
  storeNames,
  timeIfRead,
  valuesOf,
} from "./writer.ts";

/** How to iterate over all synapses. */
export interface Walk {
  readonly step: Value;
  readonly read: ReadonlySet<string>;
  readonly used: UsedVariables;
  /** Assignments for each source, in addition to those of its synapses. */
  readonly ofSource?: Assignments;
  /** Whether variables stored once are read as before or after the named events of the step. */
  readonly when?: "before" | "after";
  /** How often the synapses of a delay are processed, given their own time; once by default. */
  times?(time: Value): Value;
}

/** Code for one synapse, which has been updated to its own time. */
export type Visit = (synapse: HeldSynapse, names: Names, time: Value) => void;

/** Iterate over all synapses, delay by delay, with everything that they read. */
export function eachSynapse(w: RuleWriter, walk: Walk, visit: Visit): void {
  const { b } = w;
  const { step, read, when, times } = walk;
  eachColumn(w, (column) => {
    const behind = b.keep("behind", b.apply("sub", step, column.dendritic));
    // Before any spike can have reached the synapse, its own time does not advance.
    const isAfter = b.apply("gt", behind, b.i32(0));
    const time = b.keep("time", b.apply("select", isAfter, behind, b.i32(0)));
    const common = joined(
      commonAt(w, read, { step: time, ...(when !== undefined && { when }) }),
      timeIfRead(w, read, time),
    );
    const act = (): void => eachRow(w, walk, { column, time, common }, visit);
    if (times === undefined) act();
    else b.if(b.apply("ge", step, column.dendritic), () => repeat(w, times(time), act));
  });
}

/** Repeat code as often as a value states. */
function repeat({ b }: RuleWriter, times: Value, act: () => void): void {
  const left = b.variable("turns", times);
  b.while(b.apply("ne", b.get(left), b.i32(0)), () => {
    act();
    b.set(left, b.apply("sub", b.get(left), b.i32(1)));
  });
}

interface InColumn {
  readonly column: Column;
  readonly time: Value;
  readonly common: Names;
}

function eachRow(
  w: RuleWriter,
  walk: Walk,
  { column, time, common }: InColumn,
  visit: Visit,
): void {
  const { b, rule } = w;
  const { read, ofSource = [] } = walk;
  b.for({ name: "source", from: b.i32(0), to: b.i32(rule.table.sources) }, (source) => {
    const row = rowOf(w, column, source);
    const now = sourceNow(w, sourceAt(w, row.segment), time);
    const names = joined(common, endsOf(w, { of: "pre", at: source, read }), now);
    const until = b.keep("until", b.apply("sub", time, column.dendritic));
    b.for({ name: "synapse", from: row.from, to: row.until }, (index) =>
      visitSynapse(w, walk, { index, time, until, source, names }, visit),
    );
    stepSource(w, row, ofSource, names);
  });
}

interface InRow extends Readonly<Record<"index" | "time" | "until" | "source", Value>> {
  readonly names: Names;
}

function visitSynapse(
  w: RuleWriter,
  { read, used }: Walk,
  { index, time, until, source, names }: InRow,
  visit: Visit,
): void {
  const target = targetOf(w, index);
  const ends = endsOf(w, { of: "post", at: target, read });
  const traces = tracesIfRead(w, read, { target, until });
  const synapse = holdSynapse(w, { index, target, source: () => source }, used);
  moveSynapse(w, synapse, time);
  visit(synapse, joined(names, ends, traces, namesOf(w, synapse)), time);
}

/** The traces of a target before a step, if any are read. */
export function tracesIfRead(
  w: RuleWriter,
  read: ReadonlySet<string>,
  { target, until }: Readonly<Record<"target" | "until", Value>>,
): Names {
  if (!w.rule.program.target.some((name) => read.has(name))) return new Map();
  return tracesAt(w, lastBefore(w, newestOf(w, target), until), until);
}

/** Set variables of a source that evolve step by step. */
function stepSource(w: RuleWriter, { segment }: Row, sets: Assignments, names: Names): void {
  if (sets.length === 0) return;
  const next = w.b.keepAll(valuesOf(w, sets, names));
  storeNames(w, chosen(w.rule.segments.variables, next), segment, next);
}
