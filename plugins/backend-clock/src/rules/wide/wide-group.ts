import type { FunctionBuilder, Local } from "@spikeloom/code";
import { addressesOf } from "../built-rule.ts";
import { levelBits } from "../motion-table.ts";
import { gather, load, type Wide } from "./wide.ts";
import { moveWide } from "./wide-motion.ts";
import { appliedSpikes, applyWide, loadSent, pushCounts, pushTooMuch } from "./wide-spikes.ts";

/** The end of a block. */
type Label = Parameters<Parameters<FunctionBuilder["block"]>[0]>[0];

/** Do a group of synapses, or leave it for what is slower. */
export function writeGroup(wide: Wide, slow: Label): void {
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
