import { type FloatType, overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import type { Override } from "./wide-rows.ts";

/** Instructions that count the non-zero lanes of a vector, by type. */
const counting = {
  f32: { shape: "f32x4", lanes: 4, ne: "f32x4.ne", sub: "i32x4.sub" },
  f64: { shape: "f64x2", lanes: 2, ne: "f64x2.ne", sub: "i64x2.sub" },
} as const;

/** Add 1 to each lane of a count if the lane of a vector is not 0. */
export function countNot0(
  f: FunctionBuilder,
  type: FloatType,
  { found, value }: { readonly found: Local; readonly value: Local },
): void {
  const { shape, ne, sub } = counting[type];
  // True is -1 in each lane.
  f.get(found).get(value).get(f.constant(shape, 0)).op(ne).op(sub).set(found);
}

/** Replace `countSlopes` by code that counts in the lanes of a vector, then element by element. */
export function widenCountSlopes({ m, type, routine, options }: Override): void {
  const { lanes } = counting[type];
  const bytes = 16 / lanes;
  overrideRoutine(m, routine, options, () => {
    const params = ["slopes", "at", "count"].map((one) => [one, "i32"] as const);
    const f = m.func("count_slopes_wide", { params, results: ["i32"], export: false });
    const [from, end, all] = [f.local("i32", "from"), f.local("i32", "end"), f.local("i32", "all")];
    const [found, value] = [f.local("v128", "found"), f.local("v128", "value")];
    f.get(f.param("slopes")).get(f.param("at")).i32(bytes).op("i32.mul").op("i32.add").tee(from);
    f.get(f.param("count")).i32(-lanes).op("i32.and");
    f.i32(bytes).op("i32.mul").op("i32.add").set(end);
    f.count({ index: from, limit: end, step: 16 }, () => {
      f.get(from).op("v128.load", { offset: 0 }).set(value);
      countNot0(f, type, { found, value });
    });
    for (let lane = 0; lane < lanes; lane++) {
      f.get(all)
        .get(found)
        .op("i32x4.extract_lane", lane * (bytes / 4));
      f.op("i32.add").set(all);
    }
    f.get(end)
      .get(f.param("count"))
      .i32(lanes - 1)
      .op("i32.and");
    f.i32(bytes).op("i32.mul").op("i32.add").set(end);
    f.count({ index: from, limit: end, step: bytes }, () => {
      f.get(from);
      if (type === "f64") f.op("f64.load", { offset: 0 }).f64(0).op("f64.ne");
      else f.op("f32.load", { offset: 0 }).f32(0).op("f32.ne");
      f.get(all).op("i32.add").set(all);
    });
    f.get(all);
    return f;
  });
}
