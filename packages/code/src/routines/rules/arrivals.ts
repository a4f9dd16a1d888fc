import { routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { type DeliverRow, deliverRow } from "./deliver-row.ts";
import { rowIntegers } from "./row-parameters.ts";
import {
  type Column,
  commonAt,
  eachColumn,
  endsOf,
  firstWaiting,
  type Row,
  rowOf,
  sourceAt,
  sourceNow,
} from "./rows.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import {
  joined,
  type Names,
  namesIn,
  type RuleWriter,
  storeNames,
  timeIfRead,
  valuesOf,
} from "./writer.ts";

/** What lets spikes arrive: over all spikes of a step, and over the synapses of one. */
export interface Arrivals {
  readonly arrive: Routine;
  readonly row: DeliverRow;
}

/**
 * Make the routine that lets the spikes of a step act on their synapses and targets.
 *
 * What is due of the spikes of targets is applied before, where it waits.
 */
export function arrivals(rule: RuleArrays): Arrivals {
  const row = deliverRow(rule);
  const about = "Lets the spikes that arrive in a step act on their synapses and targets.";
  const arrive = routine("arrive", { about, parameters: { step: "i32" } }, (b, { step }) => {
    const w = { b, rule };
    eachColumn(w, (column) => {
      const time = b.keep("time", b.apply("sub", step, column.dendritic));
      const untilTrace = b.keep("until trace", b.apply("sub", time, column.dendritic));
      const untilSpike = b.keep("until spike", b.apply("add", untilTrace, column.late));
      const read = rowReads(rule);
      const common = joined(timeIfRead(w, read, time), commonAt(w, read, { step: time }));
      const times = { time, untilTrace, untilSpike };
      eachArrival(w, step, column, (source) => {
        const own = rowOf(w, column, source);
        const act = (): void => arriveAt(w, row, { column, own, common, ...times });
        // Where synapses may still grow, a source without any has to be followed too.
        if (rule.program.structure !== undefined) act();
        else b.if(b.apply("ne", own.from, own.until), act);
      });
    });
    return undefined;
  });
  return { arrive, row };
}

/** Names that a spike of a source reads. */
function rowReads({ program }: RuleArrays): ReadonlySet<string> {
  return namesIn(program.pre, program.deliver, program.raise.source);
}

/** Walk the sources whose spikes arrive with the delay of a column. */
function eachArrival(
  w: RuleWriter,
  step: Value,
  { number }: Column,
  act: (source: Value) => void,
): void {
  const { b, rule } = w;
  const { spikes, table } = rule;
  const delay = b.load(table.delays, number);
  const sent = b.apply("sub", step, delay);
  const slot = b.keep("slot", b.apply("and", sent, b.i32(spikes.length - 1)));
  const from = b.keep("list", b.apply("mul", slot, b.i32(spikes.capacity)));
  const count = b.load(spikes.counts, slot);
  b.for({ name: "spike", from, to: b.apply("add", from, count) }, (at) =>
    act(b.load(spikes.lists, at)),
  );
}

interface Arrival extends Readonly<Record<"time" | "untilTrace" | "untilSpike", Value>> {
  readonly column: Column;
  readonly own: Row;
  /** What all sources read alike. */
  readonly common: Names;
}

/** Let a spike act on the synapses of its row, and raise the variables of its source. */
function arriveAt(w: RuleWriter, row: DeliverRow, arrival: Arrival): void {
  const { b, rule } = w;
  const { column, own, common, time, untilTrace, untilSpike } = arrival;
  const state = sourceAt(w, own.segment);
  const now = sourceNow(w, state, time);
  const ends = endsOf(w, { of: "pre", at: own.source, read: rowReads(rule) });
  const names = joined(common, ends, now);
  const all = joined(names, b.keepAll(valuesOf(w, row.hoisted.rows, names)));
  const integers: Readonly<Record<(typeof rowIntegers)[number], Value>> = {
    "first synapse": own.from,
    "end synapse": own.until,
    "spike time": time,
    "source neuron": own.source,
    "until trace": untilTrace,
    "until spike": untilSpike,
    "dendritic steps": column.dendritic,
    "source last": state.last,
    "first waiting": firstWaiting(w, column, own.segment),
  };
  b.call(
    row.routine,
    [],
    [
      ...rowIntegers.map((name) => integers[name]),
      ...row.now.map((name) => all.get(name) as Value),
      ...row.last.map((name) => state.names.get(name) as Value),
    ],
  );
  raise(w, { arrival, now, names });
}

interface Raised {
  readonly arrival: Arrival;
  readonly now: Names;
  readonly names: Names;
}

/** Raise the variables of a source, and note when it spiked. */
function raise(w: RuleWriter, { arrival, now, names }: Raised): void {
  const { b, rule } = w;
  const { own, column, time } = arrival;
  const { raise: raises } = rule.program;
  const raised = b.keepAll(valuesOf(w, raises.source, names));
  const { variables, fields } = rule.segments;
  storeNames(w, variables, own.segment, joined(now, raised));
  b.store(fields.last, own.segment, time);
  b.store(fields.from, own.segment, b.apply("add", time, column.late));
}
