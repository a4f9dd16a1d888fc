import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code";
import { addressesOf } from "../built-rule.ts";
import { farSteps, levelBits, nearSteps } from "../motion-table.ts";
import { type DeliverRow, lastOf, rowIntegers } from "../routines/deliver-row.ts";
import { namesIn } from "../routines/writer.ts";
import type { LaidRule } from "../rule-layout.ts";
import { gather, load, type Wide, wideWriter } from "./wide.ts";
import { moveWide } from "./wide-motion.ts";
import { appliedSpikes, applyWide, loadSent, pushCounts, pushTooMuch } from "./wide-spikes.ts";

/** The end of a block. */
type Label = Parameters<Parameters<FunctionBuilder["block"]>[0]>[0];

/** Say whether synapses of a rule can be done several at once. */
export function isWide({ ruled, history, tables }: LaidRule): boolean {
  const { program } = ruled;
  if (history.recent === undefined || program.post === undefined) return false;
  const read = namesIn(program.pre, program.deliver, program.post);
  const readsTarget = [...program.reads, ...program.filters].some(
    ({ name, of }) => of === "post" && read.has(name),
  );
  const draws = program.pre.lets.some((one) => "draw" in one);
  const isTimed = namesIn(program.post).has("t");
  const moving = program.motion.source.own.length + program.motion.target.own.length;
  return !readsTarget && !draws && !isTimed && moving === 0 && tables.synapse.entries.length === 0;
}

/**
 * Write the override of `deliver_row` that does several synapses of a row at once.
 *
 * How many spikes of a target fall between two of the source cannot be predicted, so three are computed for each synapse
 * and kept where they count. More, or times beyond the first level of tables, are left to the general routine.
 */
export function wideRow(
  m: ModuleBuilder,
  {
    rule,
    row,
    general,
  }: { readonly rule: LaidRule; readonly row: DeliverRow; readonly general: Callable },
): Callable {
  const { recent } = rule.history;
  const params = row.routine.parameters.map(({ name, type }) => {
    return [name, type === "bool" ? "i32" : type] as const;
  });
  const f = m.func(`${general.name}_wide`, { params, export: false });
  if (recent === undefined) return general;
  const wide = wideWriter(f, { rule, recent, row, general });
  writePreparation(wide);
  writeGroups(wide);
  return f;
}

/** Walk a row in groups of synapses, one by one where a group asks for more. */
function writeGroups(wide: Wide): void {
  const { f, row, general, lanes, given, integer } = wide;
  const { "first synapse": from, "end synapse": end } = given;
  const [near, limit, next] = [integer("near"), integer("group end"), integer("next group")];
  f.get(given["spike time"]).get(given["source last"]).op("i32.sub");
  f.i32(nearSteps).op("i32.lt_u").set(near);
  f.loop((again) => {
    f.get(end).set(limit);
    f.get(from).i32(lanes).op("i32.add").tee(next).get(end).op("i32.le_u");
    f.get(near).op("i32.and");
    f.if(() => {
      f.block((slow) => {
        writeGroup(wide, slow);
        f.get(next).set(from).br(again);
      });
      f.get(next).set(limit);
    });
    for (const { name } of row.routine.parameters) {
      f.get(name === rowIntegers[1] ? limit : f.param(name));
    }
    f.call(general);
    f.get(limit).tee(from).get(end).op("i32.lt_u").brIf(again);
  });
}

const most = 2 ** 31 - 1;

/** Vectors of all that a row has alike. */
function writePreparation({ f, shape, row, given, vector }: Wide): void {
  for (const name of [...row.now, ...row.last.map(lastOf)]) {
    f.get(f.param(name)).op(`${shape}.splat`).set(vector(name));
  }
  const from = given["first waiting"];
  f.get(from).op("i32x4.splat").set(vector("from"));
  f.get(given["dendritic steps"]).get(given["source last"]).op("i32.sub");
  f.op("i32x4.splat").set(vector("shift"));
  for (let spike = 2; spike < appliedSpikes; spike++) {
    f.i32(0).op("i32x4.splat").i32(-1).op("i32x4.replace_lane", spike);
    f.set(vector(`only ${spike}`));
  }
  // The newest spike must have come before the traces are read; a fourth one must be applied already.
  f.i32(most).op("i32x4.splat").get(given["until trace"]).op("i32x4.replace_lane", 0);
  f.get(from).op("i32x4.replace_lane", 3).set(vector("too late"));
  f.i32(-most).op("i32x4.splat").get(given["until trace"]);
  f.i32(farSteps - 1)
    .op("i32.sub")
    .op("i32x4.replace_lane", 0)
    .set(vector("too early"));
}

function writeGroup(wide: Wide, slow: Label): void {
  const { f, rule, row, given, each, bytes, shift, vector, vectors, integer } = wide;
  const { hoisted, used } = row;
  const from = given["first synapse"];
  writeTargets(wide, from);
  for (const lane of each) loadSent(wide, lane);
  pushTooMuch(wide);
  f.brIf(slow);
  const at = integer("group bytes");
  f.get(from).i32(shift).op("i32.shl").set(at);
  const addresses = [...addressesOf(rule)];
  for (const [name, offset] of addresses.filter(([one]) => used.variables.includes(one))) {
    f.get(at).op("v128.load", { offset, align: bytes }).set(vector(name));
  }
  // A third spike is rare enough to be worth a branch, a second one is not.
  for (let spike = appliedSpikes - 1; spike > 1; spike--) {
    pushCounts(wide, spike);
    f.op("v128.any_true").if(() => applyWide(wide, spike));
  }
  applyWide(wide, 1);
  applyWide(wide, 0);
  if (row.readsTraces) writeTraces(wide);
  const { event, deliver } = hoisted;
  for (const one of event.lets) {
    if ("value" in one) vectors.assign([[vector(one.name), one.value]], vector);
  }
  const delivered = vector("what is delivered");
  const more = deliver === undefined ? [] : [[delivered, deliver] as const];
  const sets = event.sets.map(([name, value]) => [vector(name), value] as const);
  vectors.assign([...sets, ...more], vector);
  for (const [name, offset] of addresses.filter(([one]) => used.changed.includes(one))) {
    f.get(at).get(vector(name)).op("v128.store", { offset, align: bytes });
  }
  if (deliver !== undefined) for (const lane of each) writeSum(wide, lane, delivered);
}

/** Load the places of the targets of a group. */
function writeTargets({ f, rule, each, integer }: Wide, from: Local): void {
  const { layout, address } = rule.table;
  const at = integer("index bytes");
  f.get(from)
    .i32(layout.index === 2 ? 1 : 2)
    .op("i32.shl")
    .set(at);
  for (const lane of each) {
    const offset = address.targets + lane * layout.index;
    f.get(at).op(layout.index === 2 ? "i32.load16_u" : "i32.load", { offset });
    f.set(integer(`target ${lane}`));
  }
}

/** Compute the traces of the targets as they are when the source's spike comes. */
function writeTraces(wide: Wide): void {
  const { f, recent, given, each, shift, vector, integer } = wide;
  const places = each.map((lane) => integer(`recent ${lane}`));
  for (const [name, first] of recent.after) gather(wide, places, first, vector(name));
  const [bits, upper] = levelBits as readonly [number, number];
  const offsets = each.map((lane) => integer(`offset ${lane}`));
  const steps = each.map((lane) => integer(`steps ${lane}`));
  const part = (lane: number, width: number): void => {
    f.i32(2 ** width - 1)
      .op("i32.and")
      .i32(shift)
      .op("i32.shl");
    f.set(offsets[lane] as Local);
  };
  for (const lane of each) {
    f.get(given["until trace"]);
    f.get(vector(`sent ${lane}`)).op("i32x4.extract_lane", 0);
    f.op("i32.sub").tee(steps[lane] as Local);
    part(lane, bits);
  }
  moveWide(wide, "target", { level: 0, offsets, naming: vector });
  // Many targets are silent for longer than the first level reaches; for the others the second is 1.
  for (const lane of each) {
    f.get(steps[lane] as Local)
      .i32(bits)
      .op("i32.shr_u");
    part(lane, upper);
  }
  moveWide(wide, "target", { level: 1, offsets, naming: vector });
}

/** Add what a synapse delivers to its target's sum. */
function writeSum(wide: Wide, lane: number, delivered: Local): void {
  const { f, rule, shape, shift, integer } = wide;
  const { base } = rule.table.layout;
  const at = integer("sum");
  f.get(integer(`target ${lane}`))
    .i32(shift)
    .op("i32.shl")
    .tee(at)
    .get(at);
  load(wide, base);
  f.get(delivered).op(`${shape}.extract_lane`, lane).op(`${rule.precision}.add`);
  f.op(`${rule.precision}.store`, { offset: base });
}
