import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { type DeliverRow, deliverRow, rowIntegers } from "./deliver-row.ts";
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
  stepRoutine,
  storeNames,
  timeIfRead,
  valuesOf,
} from "./writer.ts";

/** Routines for arriving spikes: for all spikes of a step, and for the synapses of one. */
export interface Arrivals {
  readonly arrive: Routine;
  readonly row: DeliverRow;
}

/**
 * Write the routine that applies the spikes of a step to their synapses and targets.
 *
 * Deferred spikes of targets that are due are applied first.
 */
export function arrivals(rule: RuleArrays): Arrivals {
  const row = deliverRow(rule);
  const about = "Applies the spikes that arrive in a step to their synapses and targets.";
  const arrive = stepRoutine(rule, { name: "arrive", about }, (w, step) => {
    const { b } = w;
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
        // If synapses may be added, a source without any must be processed too.
        if (rule.program.structure !== undefined) act();
        else b.if(b.apply("ne", own.from, own.until), act);
      });
    });
  });
  return { arrive, row };
}

/** Names that a spike of a source reads. */
function rowReads({ program }: RuleArrays): ReadonlySet<string> {
  return namesIn(program.pre, program.deliver, program.raise.source);
}

/** Iterate over the sources whose spikes arrive with the delay of a column. */
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
  /** Values that all sources read alike. */
  readonly common: Names;
}

/** Apply a spike to the synapses of its row, and increment the variables of its source. */
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

/** Increment the variables of a source, and store the step of its spike. */
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
