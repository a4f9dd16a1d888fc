import type { Local } from "@spikeloom/code";
import { type Expression, mapChildren } from "@spikeloom/equations";
import type { EventProgram } from "@spikeloom/program";
import { columnBytes, columnWords, segmentWords } from "../rule-layout.ts";
import { writeTime } from "./catch-up.ts";
import { namesIn, type Scribe, writeMotion } from "./scribe.ts";

/** What a function knows of the column and the row that it is in. */
export interface RowLocals {
  readonly column: Local;
  readonly dendritic: Local;
  readonly source: Local;
  readonly segment: Local;
  readonly from: Local;
  readonly until: Local;
}

/** Make the locals of a row. */
export function rowLocals(s: Scribe): RowLocals {
  return {
    column: s.integer("column"),
    dendritic: s.integer("dendritic"),
    source: s.integer("source"),
    segment: s.integer("segment"),
    from: s.integer("from synapse"),
    until: s.integer("until synapse"),
  };
}

/** Load what a column says; `column` counts in bytes. */
export function writeColumn(s: Scribe, { column, dendritic }: RowLocals): void {
  const { f, rule } = s;
  const { columns } = rule.address;
  f.get(column)
    .op("i32.load", { offset: columns + columnWords.dendritic })
    .set(dendritic);
  f.get(column)
    .op("i32.load", { offset: columns + columnWords.late })
    .set(s.integer("late"));
}

/** Find the segment and the synapses of a source in a column. */
export function writeRow(s: Scribe, { column, source, segment, from, until }: RowLocals): void {
  const { f, rule } = s;
  const row = s.integer("row");
  f.get(source).i32(rule.columns.length).op("i32.mul");
  f.get(column).i32(columnBytes).op("i32.div_u").op("i32.add").set(row);
  f.get(row).i32(rule.segment.bytes).op("i32.mul").i32(rule.address.segments).op("i32.add");
  f.set(segment);
  const offsets = rule.table.address.offsets;
  f.get(row).i32(2).op("i32.shl").tee(row).op("i32.load", { offset: offsets }).set(from);
  f.get(row)
    .op("i32.load", { offset: offsets + 4 })
    .set(until);
}

/** Load the variables of a source as its last spike left them, into `NAME last`. */
export function writeSourceLast(s: Scribe, segment: Local): void {
  const { f, rule } = s;
  f.get(segment).op("i32.load", { offset: segmentWords.last }).set(s.integer("source last"));
  for (const [name, offset] of rule.segment.variables) {
    f.get(segment);
    s.load(offset);
    f.set(s.number(`${name} last`));
  }
}

/** Compute the variables of a source as they are at a synapse time, into `NAME`. */
export function writeSourceNow(s: Scribe, time: Local): void {
  const { f, rule } = s;
  const steps = s.integer("steps of source");
  const { source } = rule.ruled.program;
  if (source.length === 0) return;
  for (const name of source) f.get(s.number(`${name} last`)).set(s.number(name));
  f.get(time).get(s.integer("source last")).op("i32.sub").set(steps);
  writeMotion(s, "source", { steps });
}

/** Push the place of a step in a ring of what is kept once, in bytes. */
export function writeWholeSlot(s: Scribe, step: Local): void {
  const { f, rule } = s;
  f.get(step)
    .i32(rule.address.whole.length - 1)
    .op("i32.and");
  f.i32(s.shift).op("i32.shl");
}

/** Load what is kept once, as it was before or after the named events of a step: what is read. */
export function writeWhole(
  s: Scribe,
  read: ReadonlySet<string>,
  { step, when = "after" }: { readonly step: Local; readonly when?: "before" | "after" },
): void {
  const { f, rule } = s;
  const { whole } = rule.address;
  const slot = s.integer("whole slot");
  const wanted = [...whole[when], ...whole.modulators].filter(([name]) => read.has(name));
  if (wanted.length === 0) return;
  writeWholeSlot(s, step);
  f.set(slot);
  for (const [name, address] of wanted) {
    f.get(slot);
    s.load(address);
    f.set(s.number(name));
  }
}

/** Load what is read of the neurons at one end; `place` is that of the neuron. */
export function writeEnds(
  s: Scribe,
  { of, place, read }: { readonly of: "pre" | "post"; place: Local; read: ReadonlySet<string> },
): void {
  const { f, rule } = s;
  const { reads, filters } = rule.ruled.program;
  for (const { name, of: end } of [...reads, ...filters]) {
    if (end !== of || !read.has(name)) continue;
    f.get(place).i32(s.shift).op("i32.shl");
    s.load(rule.address.ends.get(name) ?? 0);
    f.set(s.number(name));
  }
}

/** Expressions of an event with what a row has alike taken out. */
export interface Hoisted {
  readonly event: EventProgram;
  readonly deliver: Expression | undefined;
  /** What is computed once for the row. */
  readonly rows: readonly (readonly [name: string, value: Expression])[];
}

/** Take what reads nothing of a synapse or its target out of the expressions of an event. */
export function hoist(
  event: EventProgram,
  deliver: Expression | undefined,
  isOfRow: (name: string) => boolean,
): Hoisted {
  const rows: [string, Expression][] = [];
  const take = (value: Expression): Expression => takeOut(value, isOfRow, rows);
  return {
    event: {
      lets: event.lets.map((one) =>
        "value" in one ? { ...one, value: take(one.value) } : { ...one, args: one.args.map(take) },
      ),
      sets: event.sets.map(([variable, value]) => [variable, take(value)] as const),
    },
    deliver: deliver && take(deliver),
    rows,
  };
}

function takeOut(
  value: Expression,
  isOfRow: (name: string) => boolean,
  rows: [string, Expression][],
): Expression {
  if (value.kind === "number" || value.kind === "name") return value;
  const names = [...namesIn(value)];
  if (names.length > 0 && names.every(isOfRow) && isNumber(value)) {
    const name = `row ${rows.length}`;
    rows.push([name, value]);
    return { kind: "name", name };
  }
  return mapChildren(value, (part) => takeOut(part, isOfRow, rows));
}

/** Truth values stay where they are. */
function isNumber({ kind }: Expression): boolean {
  return ["add", "subtract", "multiply", "divide", "negate", "call", "power"].includes(kind);
}

/** Write the time where something reads it. */
export function writeTimeIfRead(s: Scribe, read: ReadonlySet<string>, step: Local): void {
  if (read.has("t")) writeTime(s, step, s.number("t"));
}
