import type { SynapseProgram } from "@spikeloom/program";
import type { Value } from "../../form/graph.ts";
import { moved } from "./motion.ts";
import { pointerTo } from "./rule-arrays.ts";
import { chosen, loadNames, type Names, type RuleWriter } from "./writer.ts";

/** The synapses with one delay. */
export interface Column {
  readonly number: Value;
  readonly dendritic: Value;
  /** 1 if spikes of the target precede those of the source. */
  readonly late: Value;
  /** The first step whose spikes of targets have not been applied to all. */
  readonly applied: Value;
}

/** The synapses of a source with one delay. */
export interface Row {
  readonly source: Value;
  /** Pointer to the data stored for the source. */
  readonly segment: Value;
  readonly from: Value;
  readonly until: Value;
}

/** A source in the state after its last spike, at synapse time `last`. */
export interface SourceState {
  readonly last: Value;
  readonly names: Names;
}

/** Iterate over all delays. */
export function eachColumn(w: RuleWriter, act: (column: Column) => void): void {
  const { b, rule } = w;
  b.for({ name: "column", from: b.i32(0), to: b.i32(rule.columns.length) }, (number) => {
    const at = pointerTo(b, rule.delays, number);
    const { dendritic, late, applied } = rule.delays.fields;
    act({
      number,
      dendritic: b.load(dendritic, at),
      late: b.load(late, at),
      applied: b.load(applied, at),
    });
  });
}

/** Find the synapses of a source with the delay of a column. */
export function rowOf(w: RuleWriter, { number }: Column, source: Value): Row {
  const { b, rule } = w;
  const inRow = b.apply("mul", source, b.i32(rule.columns.length));
  const row = b.keep("row", b.apply("add", inRow, number));
  const { offsets } = rule.table;
  return {
    source,
    segment: b.keep("segment", pointerTo(b, rule.segments, row)),
    from: b.load(offsets, row),
    until: b.load(offsets, row, 1),
  };
}

/** Load the variables of a source after its last spike. */
export function sourceAt(w: RuleWriter<"segments">, segment: Value): SourceState {
  const { fields, variables } = w.rule.segments;
  return { last: w.b.load(fields.last, segment), names: loadNames(w, variables, segment) };
}

/** Compute the variables of a source at a synapse time. */
export function sourceNow(
  { b, rule }: RuleWriter<"motion">,
  source: SourceState,
  time: Value,
): Names {
  return moved(b, rule.motion.source, source.names, b.apply("sub", time, source.last));
}

/** The first step of spikes of targets not yet applied to a row. */
export function firstWaiting({ b, rule }: RuleWriter, column: Column, segment: Value): Value {
  const own = b.load(rule.segments.fields.from, segment);
  const from = b.keep("from", b.apply("sub", own, column.dendritic));
  const isLater = b.apply("gt", from, column.applied);
  return b.keep("first waiting", b.apply("select", isLater, from, column.applied));
}

/** Names of the values of neurons at one end, as they are or as traces that follow them. */
export function endNames(
  { reads, filters }: SynapseProgram,
  end: "pre" | "post",
): readonly string[] {
  return [...reads, ...filters].flatMap(({ name, of }) => (of === end ? name : []));
}

/** Load the values read of the neurons at one end. */
export function endsOf(
  w: RuleWriter<"program" | "ends">,
  {
    of,
    at,
    read,
  }: {
    readonly of: "pre" | "post";
    /** The neuron; computed only if something is read. */
    readonly at: Value | (() => Value);
    readonly read: ReadonlySet<string>;
  },
): Names {
  const { program, ends } = w.rule;
  const wanted = endNames(program, of).filter((name) => read.has(name));
  if (wanted.length === 0) return new Map();
  return loadNames(w, chosen(ends, new Set(wanted)), typeof at === "function" ? at() : at);
}

/** The position of a step in a ring of variables stored once. */
export function commonSlot({ b, rule }: RuleWriter<"common">, step: Value): Value {
  return b.keep("slot", b.apply("and", step, b.i32(rule.common.length - 1)));
}

/** Load the values read of variables stored once, before or after the named events of a step. */
export function commonAt(
  w: RuleWriter<"common">,
  read: ReadonlySet<string>,
  { step, when = "after" }: { readonly step: Value; readonly when?: "before" | "after" },
): Names {
  const { common } = w.rule;
  const wanted = [...common[when], ...common.modulators].filter(([name]) => read.has(name));
  if (wanted.length === 0) return new Map();
  return loadNames(w, wanted, commonSlot(w, step));
}
