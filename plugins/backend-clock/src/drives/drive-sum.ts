import type { ModuleBuilder } from "@spikeloom/code";

/** Add `weight` times each count to the sums: (counts, sums, size, weight), addresses in bytes. */
export type AddCounts = (counts: number, sums: number, size: number, weight: number) => void;

/**
 * Add each listed target's weight times its count to the sum at its place.
 *
 * (list, size, counts, places, weights, sums), addresses in bytes; weights are floats of the precision.
 */
export type AddListed = (...addresses: readonly number[]) => void;

/** Add counts in plain JavaScript. */
export function javascriptAddCounts(
  memory: { readonly buffer: ArrayBufferLike },
  precision: "f64" | "f32",
): AddCounts {
  return (counts, sums, size, weight) => {
    const words = new Uint32Array(memory.buffer, counts, size);
    if (precision === "f64") {
      const values = new Float64Array(memory.buffer, sums, size);
      for (let k = 0; k < size; k++) values[k] = (values[k] ?? 0) + weight * (words[k] ?? 0);
      return;
    }
    const values = new Float32Array(memory.buffer, sums, size);
    const w = Math.fround(weight);
    for (let k = 0; k < size; k++) {
      values[k] = (values[k] ?? 0) + Math.fround(w * (words[k] ?? 0));
    }
  };
}

/** Write `add_counts` into a module; counts and sums have room for whole vectors. */
export function emitAddCounts(m: ModuleBuilder, precision: "f64" | "f32"): void {
  const f = m.func("add_counts", {
    params: [
      ["counts", "i32"],
      ["sums", "i32"],
      ["size", "i32"],
      ["weight", "f64"],
    ],
  });
  const weights = f.local("v128", "weights");
  const end = f.local("i32", "end");
  const counts = f.param("counts");
  const sums = f.param("sums");
  f.get(f.param("weight"));
  if (precision === "f64") f.op("f64x2.splat");
  else f.op("f32.demote_f64").op("f32x4.splat");
  f.set(weights);
  // Four counts a turn: 16 bytes of counts, and as many of sums or twice that.
  f.get(f.param("size")).i32(3).op("i32.add").i32(-4).op("i32.and").i32(2).op("i32.shl");
  f.get(counts).op("i32.add").set(end);
  f.count({ index: counts, limit: end, step: 16 }, () => {
    if (precision === "f32") {
      f.get(sums).get(sums).op("v128.load");
      f.get(counts).op("v128.load").op("f32x4.convert_i32x4_s").get(weights).op("f32x4.mul");
      f.op("f32x4.add").op("v128.store");
      f.get(sums).i32(16).op("i32.add").set(sums);
      return;
    }
    for (const half of [0, 1]) {
      f.get(sums)
        .get(sums)
        .op("v128.load", { offset: 16 * half });
      f.get(counts).op("v128.load64_zero", { offset: 8 * half });
      f.op("f64x2.convert_low_i32x4_s").get(weights).op("f64x2.mul");
      f.op("f64x2.add").op("v128.store", { offset: 16 * half });
    }
    f.get(sums).i32(32).op("i32.add").set(sums);
  });
}

/** Add counts of listed targets in plain JavaScript. */
export function javascriptAddListed(
  memory: { readonly buffer: ArrayBufferLike },
  precision: "f64" | "f32",
): AddListed {
  const floats = (buffer: ArrayBufferLike, at: number): Float64Array | Float32Array =>
    precision === "f64" ? new Float64Array(buffer, at) : new Float32Array(buffer, at);
  const round = precision === "f64" ? (x: number): number => x : Math.fround;
  return (list = 0, size = 0, ...planes) => {
    const { buffer } = memory;
    const [counts = 0, places = 0, weights = 0, sums = 0] = planes;
    const [all, words, targets] = [list, counts, places].map((at) => new Uint32Array(buffer, at));
    const [each, values] = [floats(buffer, weights), floats(buffer, sums)];
    for (let n = 0; n < size; n++) {
      const k = all?.[n] as number;
      const place = targets?.[k] as number;
      const more = round((each[k] as number) * (words?.[k] as number));
      values[place] = (values[place] as number) + more;
    }
  };
}

/** Write `add_listed` into a module. */
export function emitAddListed(m: ModuleBuilder, precision: "f64" | "f32"): void {
  const names = ["list", "size", "counts", "places", "weights", "sums"];
  const f = m.func("add_listed", { params: names.map((name) => [name, "i32"] as const) });
  const [end, target, sum] = [f.local("i32"), f.local("i32"), f.local("i32")];
  const list = f.param("list");
  const isWide = precision === "f64";
  f.get(list).get(f.param("size")).i32(2).op("i32.shl").op("i32.add").set(end);
  f.count({ index: list, limit: end, step: 4 }, () => {
    f.get(list).op("i32.load").i32(2).op("i32.shl").set(target);
    f.get(f.param("sums")).get(f.param("places")).get(target).op("i32.add").op("i32.load");
    f.i32(isWide ? 3 : 2)
      .op("i32.shl")
      .op("i32.add")
      .tee(sum);
    f.get(sum).op(isWide ? "f64.load" : "f32.load");
    f.get(f.param("weights")).get(target);
    if (isWide) f.i32(1).op("i32.shl");
    f.op("i32.add").op(isWide ? "f64.load" : "f32.load");
    f.get(f.param("counts")).get(target).op("i32.add").op("i32.load");
    f.op(isWide ? "f64.convert_i32_u" : "f32.convert_i32_u");
    f.op(isWide ? "f64.mul" : "f32.mul").op(isWide ? "f64.add" : "f32.add");
    f.op(isWide ? "f64.store" : "f32.store");
  });
}
