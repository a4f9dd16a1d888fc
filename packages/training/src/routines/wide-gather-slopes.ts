import { type Local, overrideRoutine } from "@spikeloom/code";
import { together } from "./gather-slopes.ts";
import type { Override } from "./wide-rows.ts";

/** What counts the lanes of a vector that are not 0, by type. */
const counting = {
  f32: { shape: "f32x4", splat: "v128.load32_splat", ne: "f32x4.ne", sub: "i32x4.sub" },
  f64: { shape: "f64x2", splat: "v128.load64_splat", ne: "f64x2.ne", sub: "i64x2.sub" },
} as const;

/** Let what calls `gatherSlopes` call code that writes a slope into all lanes of a vector, and counts without branches. */
export function widenGatherSlopes({ m, type, routine, options }: Override): void {
  const { shape, splat, ne, sub } = counting[type];
  const bytes = type === "f64" ? 8 : 4;
  overrideRoutine(m, routine, options, () => {
    const names = ["slopes", "gathered", "at", "apart", "count"];
    const params = names.map((one) => [one, "i32"] as const);
    const f = m.func("gather_slopes_wide", { params, results: ["i32"], export: false });
    const local = (name: string): Local => f.local("i32", name);
    const examples = Array.from({ length: together }, (_, e) => local(`slope of ${e}`));
    const [into, end] = [local("into"), local("end")];
    const [slope, found] = [f.local("v128", "slope"), f.local("v128", "found")];
    examples.forEach((from, e) => {
      f.get(f.param("apart")).i32(e).op("i32.mul").get(f.param("at")).op("i32.add");
      f.i32(bytes).op("i32.mul").get(f.param("slopes")).op("i32.add").set(from);
    });
    f.get(f.param("gathered")).tee(into).get(f.param("count"));
    f.i32(16 * together)
      .op("i32.mul")
      .op("i32.add")
      .set(end);
    f.count({ index: into, limit: end, step: 16 * together }, () => {
      examples.forEach((from, e) => {
        f.get(into).get(from).op(splat).tee(slope);
        f.op("v128.store", { offset: 16 * e });
        // True is -1 in each lane.
        f.get(found).get(slope).get(f.constant(shape, 0)).op(ne).op(sub).set(found);
        f.get(from).i32(bytes).op("i32.add").set(from);
      });
    });
    f.get(found).op("i32x4.extract_lane", 0);
    return f;
  });
}
