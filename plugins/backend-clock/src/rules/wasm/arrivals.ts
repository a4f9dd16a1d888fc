import type { Local } from "@spikeloom/code";
import type { EventProgram } from "@spikeloom/program";
import { nearSteps } from "../motion-table.ts";
import { columnBytes, columnWords, type LaidRule, segmentWords } from "../rule-layout.ts";
import {
  type SpikeBounds,
  writeCatchUp,
  writeFind,
  writeNewest,
  writeSynapseMotion,
} from "./catch-up.ts";
import { isWide, type WideWalk, wideWalk } from "./recent.ts";
import {
  hoist,
  type RowLocals,
  rowLocals,
  writeColumn,
  writeEnds,
  writeRow,
  writeSourceLast,
  writeSourceNow,
  writeTimeIfRead,
  writeWhole,
} from "./rows.ts";
import {
  type DrawPlace,
  namesIn,
  type RuleModule,
  type Scribe,
  scribe,
  writeEvent,
  writeMotion,
} from "./scribe.ts";
import { synapseArrays } from "./synapse-arrays.ts";

/**
 * Write `(step: i32)`, which lets the spikes that arrive in a step act on their synapses and targets.
 *
 * What is due of the spikes of targets is applied before, where it waits.
 */
export function writeArrivals(module: RuleModule, name: string, rule: LaidRule): void {
  const f = module.m.func(name, { params: [["step", "i32"]] });
  const s = scribe(module, f, rule);
  const { spikes, table, columns } = rule;
  const { program } = rule.ruled;
  const step = f.param("step");
  const row = rowLocals(s);
  const [slot, list, end] = [s.integer("slot"), s.integer("list"), s.integer("list end")];
  const [time, until, untilSpike] = [
    s.integer("time"),
    s.integer("until"),
    s.integer("until spike"),
  ];
  const read = namesIn(program.pre, program.deliver, program.raise.source);
  f.count(
    {
      index: row.column,
      limit: f.constant("i32", columns.length * columnBytes),
      step: columnBytes,
    },
    () => {
      writeColumn(s, row);
      f.get(step).get(row.dendritic).op("i32.sub").tee(time);
      f.get(row.dendritic).op("i32.sub").tee(until);
      f.get(s.integer("late")).op("i32.add").set(untilSpike);
      writeTimeIfRead(s, read, time);
      writeWhole(s, read, { step: time });
      f.get(step).get(row.column).i32(columnBytes).op("i32.div_u").i32(2).op("i32.shl");
      f.op("i32.load", { offset: table.address.delays }).op("i32.sub");
      f.i32(spikes.length - 1)
        .op("i32.and")
        .set(slot);
      f.get(slot)
        .i32(spikes.capacity * 4)
        .op("i32.mul")
        .tee(list);
      f.get(slot).i32(2).op("i32.shl").op("i32.load", { offset: spikes.counts });
      f.i32(2).op("i32.shl").op("i32.add").set(end);
      f.count({ index: list, limit: end, step: 4 }, () => {
        f.get(list).op("i32.load", { offset: spikes.lists }).set(row.source);
        writeRow(s, row);
        f.get(row.from).get(row.until).op("i32.ne");
        // Where synapses may still grow, a source without any has to be followed too.
        if (program.structure !== undefined) f.drop().i32(1);
        f.if(() => writeArrival(s, row, { time, until, untilSpike, read }));
      });
    },
  );
}

interface Arrival {
  /** Synapse time of the spike, and the first step of target spikes that come after it. */
  readonly time: Local;
  readonly until: Local;
  /** The first step of those that are applied after it. */
  readonly untilSpike: Local;
  readonly read: ReadonlySet<string>;
}

function writeArrival(s: Scribe, row: RowLocals, { time, until, untilSpike, read }: Arrival): void {
  const { f, rule } = s;
  const { program } = rule.ruled;
  writeSourceLast(s, row.segment);
  writeSourceNow(s, time);
  writeEnds(s, { of: "pre", place: row.source, read });
  const ofRow = new Set([...program.source, ...program.whole, ...program.modulators, "t"]);
  for (const { name, of } of [...program.reads, ...program.filters])
    if (of === "pre") ofRow.add(name);
  const hoisted = hoist(program.pre, program.deliver, (name) => ofRow.has(name));
  const { event, deliver, rows } = hoisted;
  for (const [name, value] of rows) s.scalars.assign([[s.number(name), value]], s.number);
  const bounds = writeBounds(s, row, untilSpike);
  const near = s.integer("near");
  f.get(time).get(bounds.sourceLast).op("i32.sub").i32(nearSteps).op("i32.lt_u").set(near);
  const number = s.integer("number");
  const place = rule.kept.numbers === undefined ? undefined : drawPlace(s, row.source, number);
  const arrays = synapseArrays(s);
  const { variables, changed } = usedVariables(
    s,
    [event, program.pre],
    namesIn(deliver ? [["", deliver]] : []),
  );
  const delivered = s.number("delivered");
  const needsTrace = program.target.some((name) => read.has(name));
  const writeOne = (): void => {
    arrays.loadTarget(row.from);
    arrays.load(row.from, variables);
    writeNumber(s, row.from, number);
    const entry = s.integer("entry");
    if (rule.ruled.lazy || needsTrace) writeNewest(s, s.integer("target"), entry);
    if (rule.ruled.lazy) {
      writeFind(s, entry, untilSpike);
      writeCatchUp(s, entry, bounds, place);
    }
    if (needsTrace) writeTargetNow(s, entry, until);
    writeSynapseMotion(s, time);
    writeEnds(s, { of: "post", place: s.integer("target"), read });
    const also = deliver === undefined ? [] : [[delivered, deliver] as const];
    writeEvent(s, event, {
      naming: s.number,
      place: place && { ...place, step: time, event: 0 },
      also,
    });
    arrays.store(row.from, changed, s.integer("last event"));
    if (deliver !== undefined) writeDelivery(s, delivered);
  };
  const { recent } = rule.history;
  const walk = { ...bounds, untilTrace: until, needsTrace, hoisted, variables, changed };
  const wide = recent !== undefined && isWide(rule) ? wideWalk(s, recent, walk) : undefined;
  if (wide === undefined) f.count({ index: row.from, limit: row.until, step: 1 }, writeOne);
  else writeGroups(s, row, { near, wide, writeOne });
  writeRaise(s, row, time);
}

interface Groups {
  /** Whether the source's last spike lies within the first level of tables. */
  readonly near: Local;
  readonly wide: WideWalk;
  /** Writes what is done for one synapse. */
  writeOne(): void;
}

/** Walk a row in groups of synapses, one by one where a group asks for more. */
function writeGroups(s: Scribe, row: RowLocals, { near, wide, writeOne }: Groups): void {
  const { f } = s;
  const [limit, next] = [s.integer("group end"), s.integer("next group")];
  wide.prepare();
  f.loop((again) => {
    f.get(row.until).set(limit);
    f.get(row.from).i32(wide.lanes).op("i32.add").tee(next).get(row.until).op("i32.le_u");
    f.get(near).op("i32.and");
    f.if(() => {
      f.block((slow) => {
        wide.write(row.from, slow);
        f.get(next).set(row.from).br(again);
      });
      f.get(next).set(limit);
    });
    f.count({ index: row.from, limit, step: 1 }, writeOne);
    f.get(row.from).get(row.until).op("i32.lt_u").brIf(again);
  });
}

/** Spikes of targets that are applied before a spike of the source: those since the last one. */
export function writeBounds(s: Scribe, row: RowLocals, until: Local): SpikeBounds {
  const { f, rule } = s;
  const { dendritic, segment, column } = row;
  const [from, applied] = [s.integer("from"), s.integer("applied")];
  f.get(segment)
    .op("i32.load", { offset: segmentWords.from })
    .get(dendritic)
    .op("i32.sub")
    .tee(from);
  f.get(column)
    .op("i32.load", { offset: rule.address.columns + columnWords.applied })
    .tee(applied);
  f.get(from).get(applied).op("i32.gt_s").select().set(from);
  return { from, until, dendritic, sourceLast: s.integer("source last") };
}

/** Compute the traces of the target as they are before any spike from `until` on. */
export function writeTargetNow(s: Scribe, entry: Local, until: Local): void {
  const { f, rule } = s;
  writeFind(s, entry, until);
  const steps = s.integer("steps of target");
  for (const [name, offset] of rule.history.after) {
    f.get(entry);
    s.load(offset);
    f.set(s.number(name));
  }
  f.get(until).get(entry).op("i32.load").op("i32.sub").set(steps);
  writeMotion(s, "target", { steps });
}

/** Variables that events of a function read or set, and those that they set. */
export function usedVariables(
  s: Scribe,
  events: readonly EventProgram[],
  more: ReadonlySet<string> = new Set(),
): { readonly variables: readonly string[]; readonly changed: readonly string[] } {
  const { rule } = s;
  const { program } = rule.ruled;
  const { post, motion } = program;
  const all = [...events, ...(rule.ruled.lazy && post !== undefined ? [post] : [])];
  const moving = [
    ...motion.synapse.systems.flatMap(({ states }) => states),
    ...motion.synapse.own.map(({ state }) => state),
  ];
  const set = new Set([
    ...all.flatMap(({ sets }) => sets.map(([variable]) => variable)),
    ...moving,
  ]);
  const read = new Set([...all.flatMap((event) => [...namesIn(event)]), ...more]);
  for (const { next } of motion.synapse.own)
    for (const name of namesIn([["", next]])) read.add(name);
  return {
    variables: program.synapse.filter((name) => read.has(name) || set.has(name)),
    changed: program.synapse.filter((name) => set.has(name)),
  };
}

/** Load the place of a synapse in its row, where something is drawn. */
export function writeNumber(s: Scribe, synapse: Local, number: Local): void {
  const { f, rule } = s;
  if (rule.kept.numbers === undefined) return;
  f.get(synapse).i32(2).op("i32.shl").op("i32.load", { offset: rule.kept.numbers }).set(number);
  if (rule.ruled.projection.plan.by !== "target") return;
  const { start, every } = rule.part;
  f.get(s.integer("target")).i32(every).op("i32.mul").i32(start).op("i32.add");
  f.set(s.integer("row owner"));
}

/** What draws of a synapse are keyed by: the neuron of its row and its place there. */
export function drawPlace(
  s: Scribe,
  source: Local,
  number: Local,
): Pick<DrawPlace, "own" | "number"> {
  const { by } = s.rule.ruled.projection.plan;
  return { own: by === "target" ? s.integer("row owner") : source, number: number };
}

function writeDelivery(s: Scribe, delivered: Local): void {
  const { f, rule } = s;
  const at = s.integer("sum");
  f.get(s.integer("target")).i32(s.shift).op("i32.shl").tee(at).get(at);
  s.load(rule.table.layout.base);
  f.get(delivered).op(`${rule.precision}.add`);
  s.store(rule.table.layout.base);
}

/** Raise the variables of the source, and note when it spiked. */
function writeRaise(s: Scribe, { segment }: RowLocals, time: Local): void {
  const { f, rule } = s;
  const { raise, source } = rule.ruled.program;
  s.scalars.assign(
    raise.source.map(([name, value]) => [s.number(name), value] as const),
    s.number,
  );
  for (const name of source) {
    f.get(segment).get(s.number(name));
    s.store(rule.segment.variables.get(name) ?? 0);
  }
  f.get(segment).get(time).op("i32.store", { offset: segmentWords.last });
  f.get(segment).get(time).get(s.integer("late")).op("i32.add");
  f.op("i32.store", { offset: segmentWords.from });
}
