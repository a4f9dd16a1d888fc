import type { FunctionBuilder, Local } from "@spikeloom/code";
import { evt3Places, type Parts } from "./evt3-places.ts";

/** Words of a burst with what may come before it: a lower part of the time and a row. */
export const mostOfBurst = 6;

/**
 * Take a lower part of the time and a row, where they come, then a burst of 32 columns.
 *
 * Cameras send such a burst as a base and vectors of 12, 12 and 8 columns. Leaves where another word comes.
 */
export function writeBurst(parts: Parts, leaveIf: () => void): void {
  const { f, at, of } = parts;
  writeLowAndRow(parts);
  const [word, mask] = [f.local("i32", "first"), f.local("i32", "columns")];
  const four = f.local("i64", "four");
  f.get(at).op("i64.load", { align: 2 }).tee(four).i64(0xf000_f000_f000_f000n).op("i64.and");
  f.i64(0x5000_4000_4000_3000n).op("i64.ne");
  leaveIf();
  f.get(four).op("i32.wrap_i64").set(word);
  f.get(word).i32(2047).op("i32.and").set(of.left);
  f.get(word).i32(11).op("i32.shr_u").i32(1).op("i32.and").set(of.polarity);
  f.get(word).i32(16).op("i32.shr_u").i32(4095).op("i32.and");
  const upper = (by: number, bits: number, to: number): void => {
    f.get(four).i64(BigInt(by)).op("i64.shr_u").op("i32.wrap_i64");
    f.i32(bits).op("i32.and").i32(to).op("i32.shl").op("i32.or");
  };
  upper(32, 4095, 12);
  upper(48, 255, 24);
  f.set(mask);
  f.get(of.signs).get(of.right).get(of.left).op("i32.sub").i32(31).op("i32.sub");
  f.get(mask).op("i32.clz").op("i32.add");
  f.i32(0).get(mask).select().op("i32.or").set(of.signs);
  storeColumns(parts, mask);
  f.get(of.left).i32(32).op("i32.add").set(of.left);
}

/** Take a lower part of the time and a row without a branch, each where it comes. */
function writeLowAndRow({ f, at, of }: Parts): void {
  const [word, isIt] = [f.local("i32", "first"), f.local("i32", "isIt")];
  const takeOptional = (type: number, to: Local, bits: number): void => {
    f.get(at).op("i32.load16_u").tee(word).i32(12).op("i32.shr_u");
    f.i32(type).op("i32.eq").set(isIt);
    f.get(word).i32(bits).op("i32.and").get(to).get(isIt).select().set(to);
    f.get(at).get(isIt).i32(1).op("i32.shl").op("i32.add").set(at);
  };
  const before = f.local("i32", "lowBefore");
  f.get(of.low).set(before);
  takeOptional(0x6, of.low, 4095);
  f.get(of.signs).get(of.low).get(before).op("i32.sub").op("i32.or").set(of.signs);
  takeOptional(0x0, of.row, 2047);
  f.get(of.signs).get(of.bottom).get(of.row).op("i32.sub").op("i32.or").set(of.signs);
}

/** Append an event for each column of a mask, four at a time: few bursts hold more, so that one round is foretold. */
function storeColumns({ f, base, of }: Parts, mask: Local): void {
  const [to, time, row] = [f.local("i32", "to"), f.local("v128", "time"), f.local("v128", "y")];
  const polarities = f.local("i32", "polaritiesOfFour");
  f.get(base).get(of.low).op("f64.convert_i32_s").op("f64.add").op("f64x2.splat").set(time);
  f.get(of.row).op("i16x8.splat").set(row);
  f.get(of.polarity).i32(0x0101_0101).op("i32.mul").set(polarities);
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
      scaled(1).get(of.left).get(mask).op("i32.ctz").op("i32.add");
      f.op("i32.store16", { offset: evt3Places.x + 2 * k });
      f.get(mask).get(mask).i32(1).op("i32.sub").op("i32.and").set(mask);
    }
    f.get(to).i32(4).op("i32.add").set(to);
    f.get(mask).brIf(next);
  });
}
