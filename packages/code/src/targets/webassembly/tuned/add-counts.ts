import type { FloatType } from "../../../form/types.ts";
import { addCounts } from "../../../routines/add-counts.ts";
import type { TunedRoutine } from "./tuned-routine.ts";

/**
 * Write the routine that adds a weight times each count.
 *
 * The handwritten version adds four counts per iteration; counts and sums have room for whole vectors.
 */
export function tunedAddCounts(type: FloatType): TunedRoutine {
  return {
    routine: addCounts(type),
    write(m, { exported }) {
      const f = m.func(exported ?? "add_counts", {
        params: [
          ["counts", "i32"],
          ["sums", "i32"],
          ["size", "i32"],
          ["weight", "f64"],
        ],
        export: exported !== undefined,
      });
      const weights = f.local("v128", "weights");
      const end = f.local("i32", "end");
      const counts = f.param("counts");
      const sums = f.param("sums");
      f.get(f.param("weight"));
      if (type === "f64") f.op("f64x2.splat");
      else f.op("f32.demote_f64").op("f32x4.splat");
      f.set(weights);
      // Four counts per iteration: 16 bytes of counts, and as many of sums or twice that.
      f.get(f.param("size")).i32(3).op("i32.add").i32(-4).op("i32.and").i32(2).op("i32.shl");
      f.get(counts).op("i32.add").set(end);
      f.count({ index: counts, limit: end, step: 16 }, () => {
        if (type === "f32") {
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
      return f;
    },
  };
}
