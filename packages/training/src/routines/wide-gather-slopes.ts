import { overrideRoutine } from "@spikeloom/code";
import type { Local } from "@spikeloom/code/encoder";
import { together } from "./gather-slopes.ts";
import { countNot0 } from "./wide-count.ts";
import type { Override } from "./wide-rows.ts";

/** Replace `gatherSlopes` by code that writes a slope into all lanes of a vector, and counts without branches. */
export function widenGatherSlopes({ m, type, routine, options }: Override): void {
  const splat = type === "f64" ? "v128.load64_splat" : "v128.load32_splat";
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
        countNot0(f, type, { found, value: slope });
        f.get(from).i32(bytes).op("i32.add").set(from);
      });
    });
    f.get(found).op("i32x4.extract_lane", 0);
    return f;
  });
}
