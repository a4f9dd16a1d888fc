import type { Value } from "@spikeloom/code";
import { builtMotion } from "../built-motion.ts";
import { columnBytes, columnWords, segmentWords } from "../laid-rule.ts";
import { moved } from "./motion.ts";
import { loadInteger, loadNames, type Names, type RuleWriter } from "./writer.ts";

/** The synapses with one delay. */
export interface Column {
  readonly number: Value;
  readonly dendritic: Value;
  /** 1 where spikes of the target come before those of the source. */
  readonly late: Value;
  /** The first step whose spikes of targets have not been applied to all. */
  readonly applied: Value;
}

/** The synapses of a source with one delay. */
export interface Row {
  readonly source: Value;
  /** Address of what is kept for the source. */
  readonly segment: Value;
  readonly from: Value;
  readonly until: Value;
}

/** A source as its last spike left it, at synapse time `last`. */
export interface SourceState {
  readonly last: Value;
  readonly names: Names;
}

/** Walk all delays. */
export function eachColumn(w: RuleWriter, act: (column: Column) => void): void {
  const { b, rule } = w;
  b.for({ name: "column", from: b.i32(0), to: b.i32(rule.columns.length) }, (number) => {
    const at = b.apply("mul", number, b.i32(columnBytes));
    const word = (name: keyof typeof columnWords): Value => {
      const address = rule.address.columns + columnWords[name];
      return loadInteger(w, { name, address, at, counted: "bytes" });
    };
    act({ number, dendritic: word("dendritic"), late: word("late"), applied: word("applied") });
  });
}

/** Find the synapses of a source with the delay of a column. */
export function rowOf(w: RuleWriter, { number }: Column, source: Value): Row {
  const { b, rule } = w;
  const { address, segment } = rule;
  const inRow = b.apply("mul", source, b.i32(rule.columns.length));
  const row = b.keep("row", b.apply("add", inRow, number));
  const bytes = b.apply("mul", row, b.i32(segment.bytes));
  const { offsets } = rule.table;
  return {
    source,
    segment: b.keep("segment", b.apply("add", bytes, b.i32(address.segments))),
    from: b.load(offsets, row),
    until: b.load(offsets, row, 1),
  };
}

/** A word of what is kept for a source. */
function segmentWord(w: RuleWriter, name: keyof typeof segmentWords, segment: Value): Value {
  return loadInteger(w, { name, address: segmentWords[name], at: segment, counted: "bytes" });
}

/** Load the variables of a source as its last spike left them. */
export function sourceAt(w: RuleWriter, segment: Value): SourceState {
  const { variables } = w.rule.segment;
  return {
    last: segmentWord(w, "last", segment),
    names: loadNames(w, variables, { at: segment, counted: "bytes" }),
  };
}

/** Compute the variables of a source as they are at a synapse time. */
export function sourceNow({ b, rule }: RuleWriter, source: SourceState, time: Value): Names {
  return moved(b, builtMotion(rule, "source"), source.names, b.apply("sub", time, source.last));
}

/** The first step of spikes of targets that are not applied to a row yet. */
export function firstWaiting({ b, ...w }: RuleWriter, column: Column, segment: Value): Value {
  const own = segmentWord({ b, ...w }, "from", segment);
  const from = b.keep("from", b.apply("sub", own, column.dendritic));
  const isLater = b.apply("gt", from, column.applied);
  return b.keep("first waiting", b.apply("select", isLater, from, column.applied));
}

/** Load what is read of the neurons at one end. */
export function endsOf(
  w: RuleWriter,
  { of, at, read }: { readonly of: "pre" | "post"; at: Value; read: ReadonlySet<string> },
): Names {
  const { reads, filters } = w.rule.ruled.program;
  const wanted = [...reads, ...filters].filter((one) => one.of === of && read.has(one.name));
  const addresses = wanted.map(({ name }) => [name, w.rule.address.ends.get(name) ?? 0] as const);
  return loadNames(w, addresses, { at, counted: "elements" });
}

/** The place of a step in a ring of what is kept once. */
export function commonSlot({ b, rule }: RuleWriter, step: Value): Value {
  return b.keep("slot", b.apply("and", step, b.i32(rule.address.common.length - 1)));
}

/** Load what is read of what is kept once, as it is before or after the named events of a step. */
export function commonAt(
  w: RuleWriter,
  read: ReadonlySet<string>,
  { step, when = "after" }: { readonly step: Value; readonly when?: "before" | "after" },
): Names {
  const { common } = w.rule.address;
  const wanted = [...common[when], ...common.modulators].filter(([name]) => read.has(name));
  if (wanted.length === 0) return new Map();
  return loadNames(w, wanted, { at: commonSlot(w, step), counted: "elements" });
}
