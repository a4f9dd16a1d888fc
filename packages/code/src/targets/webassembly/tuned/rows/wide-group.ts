import { chosen } from "../../../../routines/rules/writer.ts";
import type { FunctionBuilder, Local } from "../../encoder/function.ts";
import { gather, load, type Wide } from "./wide.ts";
import { moveWide } from "./wide-motion.ts";
import {
  appliedSpikes,
  applyWide,
  arrangeSent,
  loadSent,
  pushCounts,
  pushTooMuch,
  spikePlace,
} from "./wide-spikes.ts";

/** The end of a block. */
type Label = Parameters<Parameters<FunctionBuilder["block"]>[0]>[0];

/** Process a group of synapses, or leave it to the slower code. */
export function writeGroup(wide: Wide, slow: Label): void {
  const { f, rule, addressOf, row, given, each, bytes, shift, vector, vectors, integer } = wide;
  const { hoisted, used } = row;
  const from = given["first synapse"];
  writeTargets(wide, from);
  for (const lane of each) loadSent(wide, lane);
  arrangeSent(wide);
  pushTooMuch(wide);
  f.brIf(slow);
  const at = integer("group bytes");
  f.get(from).i32(shift).op("i32.shl").set(at);
  for (const [name, array] of chosen(rule.variables, new Set(used.variables))) {
    const offset = addressOf(array);
    f.get(at).op("v128.load", { offset, align: bytes }).set(vector(name));
  }
  // A third and a fourth spike are rare enough to be worth a branch, a second one is not.
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
  for (const [name, array] of chosen(rule.variables, new Set(used.changed))) {
    const offset = addressOf(array);
    f.get(at).get(vector(name)).op("v128.store", { offset, align: bytes });
  }
  if (deliver !== undefined) for (const lane of each) writeSum(wide, lane, delivered);
}

/** Load the indices of the targets of a group. */
function writeTargets({ f, rule, addressOf, each, integer }: Wide, from: Local): void {
  const { targets } = rule.table;
  const isShort = targets.element === "u16";
  const at = integer("index bytes");
  f.get(from)
    .i32(isShort ? 1 : 2)
    .op("i32.shl")
    .set(at);
  for (const lane of each) {
    const offset = addressOf(targets) + lane * (isShort ? 2 : 4);
    f.get(at).op(isShort ? "i32.load16_u" : "i32.load", { offset });
    f.set(integer(`target ${lane}`));
  }
}

/** Compute the traces of the targets at the arrival of the source's spike. */
function writeTraces(wide: Wide): void {
  const { f, rule, addressOf, recent, each, shift, vector, integer } = wide;
  const places = each.map((lane) => integer(`recent ${lane}`));
  for (const [name, array] of recent.after) {
    gather(wide, places, addressOf(array), vector(name));
  }
  const { word, first } = spikePlace(wide, 0);
  const steps = vector("trace steps");
  f.get(vector("until trace"))
    .get(vector(`sent ${word}`))
    .op("i32x4.sub")
    .set(steps);
  const { bits: levels } = rule.motion.target.linear;
  const [bits = 0] = levels;
  // Many targets are silent for longer than the first level covers; for the others the second is 1.
  for (const level of [0, 1]) {
    f.get(steps);
    if (level === 0) f.i32(32 - bits).op("i32x4.shl");
    f.i32(level === 0 ? 32 - bits - shift : bits).op("i32x4.shr_u");
    if (level === 1) f.i32(shift).op("i32x4.shl");
    f.set(vector("trace offsets"));
    const offsets = each.map((lane) => {
      const offset = integer(`offset ${lane}`);
      f.get(vector("trace offsets"))
        .op("i32x4.extract_lane", first + lane)
        .set(offset);
      return offset;
    });
    moveWide(wide, "target", { level, offsets, naming: vector });
  }
}

/** Add the weight delivered by a synapse to its target's sum. */
function writeSum(wide: Wide, lane: number, delivered: Local): void {
  const { f, rule, addressOf, shape, shift, integer } = wide;
  const base = addressOf(rule.table.sums);
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
