import { type FunctionBuilder, type Local, moduleBuilder } from "@spikeloom/code/encoder";
import { mostOfBurst, writeBurst } from "./evt3-burst.ts";
import { evt3Pages, evt3Places, type Parts, scalars } from "./evt3-places.ts";

/** Bursts processed before eight words are tried again, which mostly fails when bursts are frequent. */
const burstsAtOnce = 4;

/**
 * Generate the EVT 3.0 decoder as a WebAssembly module.
 *
 * Its function `decode(from, until, base)` reads the words between two addresses, appends events to the columns, and
 * returns the address of the first word that it does not handle, or `until`. Eight words are processed at once, without
 * a branch, if all are rows, columns or lower parts of the time: their order in camera data is unpredictable, and a
 * misprediction costs as much as ten words. Bursts of column vectors are processed as a whole, and so are single
 * columns between them.
 */
export function evt3Module(): Uint8Array<ArrayBuffer> {
  const built = moduleBuilder({ memory: { min: evt3Pages, max: evt3Pages, export: "memory" } });
  built.data(evt3Places.table, compressions());
  const f = built.func("decode", {
    params: [
      ["from", "i32"],
      ["until", "i32"],
      ["base", "f64"],
    ],
    results: ["i32"],
  });
  const [until, bursts] = [f.param("until"), f.local("i32", "bursts")];
  const of = Object.fromEntries(scalars.map((name) => [name, f.local("i32", name)])) as Parts["of"];
  const parts: Parts = { f, at: f.param("from"), base: f.param("base"), of };
  const { at } = parts;
  for (const name of scalars) f.i32(evt3Places[name]).op("i32.load").set(of[name]);
  f.block((end) => {
    f.loop((next) => {
      f.block((single) => {
        f.get(at).i32(16).op("i32.add").get(until).op("i32.gt_u").brIf(single);
        writeGroup(parts, () => f.brIf(single));
        f.get(at).i32(16).op("i32.add").set(at).br(next);
      });
      f.block((word) => {
        f.i32(burstsAtOnce).set(bursts);
        f.loop((again) => {
          f.get(at)
            .i32(2 * mostOfBurst)
            .op("i32.add")
            .get(until)
            .op("i32.gt_u")
            .brIf(word);
          writeBurst(parts, () => f.brIf(word));
          f.get(bursts).i32(1).op("i32.sub").tee(bursts).brIf(again);
        });
        f.br(next);
      });
      f.get(at).get(until).op("i32.ge_u").brIf(end);
      writeWord(parts, () => f.br(end));
      f.get(at).i32(2).op("i32.add").set(at).br(next);
    });
  });
  for (const name of ["row", "low", "left", "polarity", "count", "signs"] as const) {
    f.i32(evt3Places[name]).get(of[name]).op("i32.store");
  }
  f.get(at);
  return built.build();
}

/** For each set of eight 16-bit lanes, the shuffle that moves the selected lanes to the front. */
function compressions(): Uint8Array {
  const table = new Uint8Array(256 * 16).fill(255);
  for (let mask = 0; mask < 256; mask++) {
    let to = 16 * mask;
    for (let lane = 0; lane < 8; lane++) {
      if (((mask >> lane) & 1) === 0) continue;
      table[to++] = 2 * lane;
      table[to++] = 2 * lane + 1;
    }
  }
  return table;
}

/** Lanes shifted up, filled with the last lanes of another vector. */
function movedUp(lanes: number): number[] {
  return Array.from({ length: 16 }, (_, byte) => 16 - 2 * lanes + byte);
}

/** Process eight words at once; exits if one of them has another type. */
function writeGroup({ f, at, base, of }: Parts, leaveIf: () => void): void {
  const v = (name: string): Local => f.local("v128", name);
  const [word, isColumn, isRow, isLow] = [v("word"), v("isColumn"), v("isRow"), v("isLow")];
  const lanes = (value: number): Local => f.constant("i32x4", value * 0x1_0001);
  f.get(at).op("v128.load", { align: 2 }).set(word);
  const type = v("type");
  f.get(word).i32(12).op("i16x8.shr_u").tee(type).get(lanes(2)).op("i16x8.eq").set(isColumn);
  f.get(type).get(lanes(0)).op("i16x8.eq").set(isRow);
  f.get(type).get(lanes(6)).op("i16x8.eq").set(isLow);
  f.get(isColumn).get(isRow).op("v128.or").get(isLow).op("v128.or");
  f.op("i16x8.all_true").op("i32.eqz");
  leaveIf();
  const [column, row, low, sign] = [v("column"), v("rows"), v("lows"), v("sign")];
  f.get(word).get(lanes(2047)).op("v128.and").tee(column).set(row);
  fill(f, { values: row, isSet: isRow, carried: of.row });
  f.get(word).get(lanes(4095)).op("v128.and").set(low);
  const before = v("before");
  f.get(of.low).op("i16x8.splat").set(before);
  fill(f, { values: low, isSet: isLow, carried: of.low });
  // Places on the sensor and non-decreasing times: the signs of differences, gathered for all eight.
  f.get(of.bottom).op("i16x8.splat").get(row).op("i16x8.sub");
  f.get(of.right).op("i16x8.splat").get(column).get(isColumn).op("v128.and").op("i16x8.sub");
  f.op("v128.or");
  f.get(low)
    .get(before)
    .get(low)
    .op("i8x16.shuffle", movedUp(1))
    .op("i16x8.sub")
    .op("v128.or")
    .set(sign);
  f.get(of.signs).i32(0).get(sign).op("i16x8.bitmask").op("i32.sub").op("i32.or").set(of.signs);
  f.get(row).op("i16x8.extract_lane_u", 7).set(of.row);
  f.get(low).op("i16x8.extract_lane_u", 7).set(of.low);
  const [mask, order] = [f.local("i32", "mask"), v("order")];
  f.get(isColumn).op("i16x8.bitmask").tee(mask).i32(4).op("i32.shl");
  f.op("v128.load", { offset: evt3Places.table }).set(order);
  const ordered = (values: Local): FunctionBuilder =>
    f.get(values).get(order).op("i8x16.swizzle").set(values);
  for (const values of [column, row, low, word]) ordered(values);
  store(f, of.count, { x: column, y: row });
  const polarity = v("polarities");
  f.get(word).i32(11).op("i16x8.shr_u").get(lanes(1)).op("v128.and").tee(polarity);
  f.get(polarity).op("i8x16.narrow_i16x8_u").set(polarity);
  f.get(of.count).get(polarity).op("v128.store64_lane", 0, { offset: evt3Places.p, align: 1 });
  storeTimes({ f, count: of.count, base, low });
  f.get(of.count).get(mask).op("i32.popcnt").op("i32.add").set(of.count);
}

/** Fill unset lanes with the value of the previous set one, and the first ones with the carried value. */
function fill(
  f: FunctionBuilder,
  {
    values,
    isSet,
    carried,
  }: { readonly values: Local; readonly isSet: Local; readonly carried: Local },
): void {
  const zero = f.constant("i32x4", 0);
  const moved = (of: Local, lanes: number): FunctionBuilder =>
    f.get(zero).get(of).op("i8x16.shuffle", movedUp(lanes));
  const known = f.local("v128", "known");
  f.get(isSet).set(known);
  for (const lanes of [1, 2, 4]) {
    f.get(values);
    moved(values, lanes).get(known).op("v128.bitselect").set(values);
    f.get(known);
    moved(known, lanes).op("v128.or").set(known);
  }
  f.get(values).get(carried).op("i16x8.splat").get(known).op("v128.bitselect").set(values);
}

/** Append eight columns and rows to the events. */
function store(
  f: FunctionBuilder,
  count: Local,
  places: { readonly x: Local; readonly y: Local },
): void {
  const address = f.local("i32", "address");
  f.get(count).i32(1).op("i32.shl").set(address);
  f.get(address).get(places.x).op("v128.store", { offset: evt3Places.x, align: 2 });
  f.get(address).get(places.y).op("v128.store", { offset: evt3Places.y, align: 2 });
}

function storeTimes({
  f,
  count,
  base,
  low,
}: {
  readonly f: FunctionBuilder;
  readonly count: Local;
  readonly base: Local;
  readonly low: Local;
}): void {
  const [address, half, start] = [
    f.local("i32", "t"),
    f.local("v128", "half"),
    f.local("v128", "start"),
  ];
  f.get(count).i32(3).op("i32.shl").set(address);
  f.get(base).op("f64x2.splat").set(start);
  const upper = Array.from({ length: 16 }, (_, byte) => (byte + 8) % 16);
  for (const [k, part] of (["low", "high"] as const).entries()) {
    f.get(low).op(`i32x4.extend_${part}_i16x8_u`).set(half);
    for (const pair of [0, 1]) {
      f.get(address).get(half);
      if (pair === 1) f.get(half).op("i8x16.shuffle", upper);
      f.op("f64x2.convert_low_i32x4_s").get(start).op("f64x2.add");
      f.op("v128.store", { offset: evt3Places.t + 32 * k + 16 * pair, align: 8 });
    }
  }
}

/** Process one word of any type; exits if it is not handled here. */
function writeWord(parts: Parts, leave: () => void): void {
  const { f, at, base, of } = parts;
  const [word, type, low] = [
    f.local("i32", "word"),
    f.local("i32", "type"),
    f.local("i32", "next"),
  ];
  f.get(at).op("i32.load16_u").tee(word).i32(12).op("i32.shr_u").set(type);
  const part = (bits: number): FunctionBuilder => f.get(word).i32(bits).op("i32.and");
  const bit = (): FunctionBuilder => f.get(word).i32(11).op("i32.shr_u").i32(1).op("i32.and");
  const sign = (from: Local, value: () => void): void => {
    f.get(of.signs).get(from);
    value();
    f.op("i32.sub").op("i32.or").set(of.signs);
  };
  const cases: readonly (readonly [number, () => void])[] = [
    [
      0x2,
      () => {
        sign(of.right, () => part(2047));
        const twice = (): FunctionBuilder => f.get(of.count).i32(1).op("i32.shl");
        f.get(of.count)
          .i32(3)
          .op("i32.shl")
          .get(base)
          .get(of.low)
          .op("f64.convert_i32_s")
          .op("f64.add");
        f.op("f64.store", { offset: evt3Places.t });
        twice();
        part(2047).op("i32.store16", { offset: evt3Places.x });
        twice().get(of.row).op("i32.store16", { offset: evt3Places.y });
        f.get(of.count);
        bit().op("i32.store8", { offset: evt3Places.p });
        f.get(of.count).i32(1).op("i32.add").set(of.count);
      },
    ],
    [
      0x0,
      () => {
        part(2047).set(of.row);
        sign(of.bottom, () => f.get(of.row));
      },
    ],
    [
      0x6,
      () => {
        part(4095).set(low);
        sign(low, () => f.get(of.low));
        f.get(low).set(of.low);
      },
    ],
    [
      0x3,
      () => {
        part(2047).set(of.left);
        bit().set(of.polarity);
      },
    ],
    [0x4, () => writeVector(parts, word, 12)],
    [0x5, () => writeVector(parts, word, 8)],
  ];
  f.block((done) => {
    for (const [of, write] of cases) {
      f.get(type)
        .i32(of)
        .op("i32.eq")
        .if(() => {
          write();
          f.br(done);
        });
    }
    leave();
  });
}

/** Last column at which a vector can start, far beyond any sensor: columns are stored in 16 bits. */
export const mostLeft: number = 2 ** 16 - 12;

/** Append the events of a column vector, eight at a time; their number needs no branch. */
function writeVector({ f, base, of }: Parts, word: Local, width: 8 | 12): void {
  const [mask, column, row] = [f.local("i32", "bits"), f.local("v128"), f.local("v128")];
  const [polarity, lows] = [f.local("v128"), f.local("v128")];
  f.get(word)
    .i32(2 ** width - 1)
    .op("i32.and")
    .set(mask);
  f.get(of.signs);
  f.get(of.right)
    .get(of.left)
    .op("i32.sub")
    .i32(31)
    .op("i32.sub")
    .get(mask)
    .op("i32.clz")
    .op("i32.add");
  f.i32(0).get(mask).select().op("i32.or").set(of.signs);
  f.get(of.row).op("i16x8.splat").set(row);
  f.get(of.polarity).op("i8x16.splat").set(polarity);
  f.get(of.low).op("i16x8.splat").set(lows);
  const numbers = f.local("v128", "numbers");
  const iota = Uint8Array.from({ length: 16 }, (_, byte) => (byte % 2 === 0 ? byte / 2 : 0));
  f.atEntry(() => f.v128(iota).set(numbers));
  for (let from = 0; from < width; from += 8) {
    const eight = f.local("i32", "eight");
    f.get(mask).i32(from).op("i32.shr_u").i32(255).op("i32.and").set(eight);
    f.get(numbers).get(eight).i32(4).op("i32.shl").op("v128.load", { offset: evt3Places.table });
    f.op("i8x16.swizzle").get(of.left).i32(from).op("i32.add").op("i16x8.splat").op("i16x8.add");
    f.set(column);
    store(f, of.count, { x: column, y: row });
    f.get(of.count).get(polarity).op("v128.store64_lane", 0, { offset: evt3Places.p, align: 1 });
    storeTimes({ f, count: of.count, base, low: lows });
    f.get(of.count).get(eight).op("i32.popcnt").op("i32.add").set(of.count);
  }
  f.get(of.left).i32(width).op("i32.add").set(of.left);
  f.get(of.left).i32(mostLeft).get(of.left).i32(mostLeft).op("i32.lt_u").select().set(of.left);
}
