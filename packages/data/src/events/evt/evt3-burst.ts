import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { evt3Places, type Parts } from "./evt3-places.ts";

/** Words of a burst, including an optional lower part of the time and row. */
export const mostOfBurst = 6;

/**
 * Process an optional lower part of the time and row, then a burst of 32 columns or a single column.
 *
 * Cameras send such a burst as a base and vectors of 12, 12 and 8 columns. A single column is processed as a burst of
 * one, without a branch, because the next type is unpredictable. Exits at any other word.
 */
export function writeBurst(parts: Parts, leaveIf: () => void): void {
  const { f, at, of } = parts;
  const four = writeLowAndRow(parts);
  const i32 = (name: string): Local => f.local("i32", name);
  const [word, mask, isBurst] = [i32("first"), i32("columns"), i32("isBurst")];
  const [left, polarity] = [i32("leftOfBurst"), i32("polarityOfBurst")];
  f.get(four).i64(0xf000_f000_f000_f000n).op("i64.and");
  f.i64(0x5000_4000_4000_3000n).op("i64.eq").set(isBurst);
  f.get(four).op("i32.wrap_i64").tee(word).i32(0xf000).op("i32.and").i32(0x2000).op("i32.eq");
  f.get(isBurst).op("i32.or").op("i32.eqz");
  leaveIf();
  f.get(word).i32(2047).op("i32.and").set(left);
  f.get(word).i32(11).op("i32.shr_u").i32(1).op("i32.and").set(polarity);
  f.get(word).i32(16).op("i32.shr_u").i32(4095).op("i32.and");
  const upper = (by: number, bits: number, to: number): void => {
    f.get(four).i64(BigInt(by)).op("i64.shr_u").op("i32.wrap_i64");
    f.i32(bits).op("i32.and").i32(to).op("i32.shl").op("i32.or");
  };
  upper(32, 4095, 12);
  upper(48, 255, 24);
  f.i32(1).get(isBurst).select().set(mask);
  f.get(of.signs).get(of.right).get(left).op("i32.sub").i32(31).op("i32.sub");
  f.get(mask).op("i32.clz").op("i32.add");
  f.i32(0).get(mask).select().op("i32.or").set(of.signs);
  storeColumns(parts, { mask, left, polarity });
  // A single column does not change the base of vectors.
  f.get(left).i32(32).op("i32.add").get(of.left).get(isBurst).select().set(of.left);
  f.get(polarity).get(of.polarity).get(isBurst).select().set(of.polarity);
  f.get(at).i32(2).get(isBurst).i32(6).op("i32.mul").op("i32.add").op("i32.add").set(at);
}

/**
 * Process an optional lower part of the time and an optional row without a branch; returns the four following words.
 *
 * The words at all possible positions of these four are loaded at once: loading each after its position is known would
 * serialise the loads.
 */
function writeLowAndRow({ f, at, of }: Parts): Local {
  const [isLow, isRow, before] = [
    f.local("i32", "isLow"),
    f.local("i32", "isRow"),
    f.local("i32", "lowBefore"),
  ];
  const [none, one, two] = [f.local("i64", "four"), f.local("i64", "one"), f.local("i64", "two")];
  for (const [k, words] of [none, one, two].entries()) {
    f.get(at)
      .op("i64.load", { offset: 2 * k, align: 2 })
      .set(words);
  }
  const bits = (of: Local, mask: number): FunctionBuilder =>
    f.get(of).op("i32.wrap_i64").i32(mask).op("i32.and");
  f.get(of.low).set(before);
  bits(none, 0xf000).i32(0x6000).op("i32.eq").set(isLow);
  bits(none, 4095).get(of.low).get(isLow).select().set(of.low);
  f.get(of.signs).get(of.low).get(before).op("i32.sub").op("i32.or").set(of.signs);
  f.get(one).get(none).get(isLow).select().set(none);
  f.get(two).get(one).get(isLow).select().set(one);
  bits(none, 0xf000).op("i32.eqz").set(isRow);
  bits(none, 2047).get(of.row).get(isRow).select().set(of.row);
  f.get(of.signs).get(of.bottom).get(of.row).op("i32.sub").op("i32.or").set(of.signs);
  f.get(one).get(none).get(isRow).select().set(none);
  f.get(at).get(isLow).get(isRow).op("i32.add").i32(1).op("i32.shl").op("i32.add").set(at);
  return none;
}

/**
 * Append an event for each column of a mask, four at a time: few bursts contain more, so a single round is predicted.
 */
function storeColumns(
  { f, base, of }: Parts,
  {
    mask,
    left,
    polarity,
  }: { readonly mask: Local; readonly left: Local; readonly polarity: Local },
): void {
  const [to, time, row] = [f.local("i32", "to"), f.local("v128", "time"), f.local("v128", "y")];
  const polarities = f.local("i32", "polaritiesOfFour");
  f.get(base).get(of.low).op("f64.convert_i32_s").op("f64.add").op("f64x2.splat").set(time);
  f.get(of.row).op("i16x8.splat").set(row);
  f.get(polarity).i32(0x0101_0101).op("i32.mul").set(polarities);
  f.get(of.count).set(to);
  f.get(of.count).get(mask).op("i32.popcnt").op("i32.add").set(of.count);
  const scaled = (shift: number): FunctionBuilder => f.get(to).i32(shift).op("i32.shl");
  f.loop((next) => {
    for (const offset of [0, 16]) {
      scaled(3)
        .get(time)
        .op("v128.store", { offset: evt3Places.t + offset, align: 8 });
    }
    scaled(1).get(row).op("v128.store64_lane", 0, { offset: evt3Places.y, align: 2 });
    f.get(to).get(polarities).op("i32.store", { offset: evt3Places.p, align: 1 });
    for (let k = 0; k < 4; k++) {
      scaled(1).get(left).get(mask).op("i32.ctz").op("i32.add");
      f.op("i32.store16", { offset: evt3Places.x + 2 * k });
      f.get(mask).get(mask).i32(1).op("i32.sub").op("i32.and").set(mask);
    }
    f.get(to).i32(4).op("i32.add").set(to);
    f.get(mask).brIf(next);
  });
}
