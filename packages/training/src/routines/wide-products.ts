import { overrideRoutine } from "@spikeloom/code";
import { loadAll, op, place, storeAll, wideRows } from "./wide.ts";
import { elements, type Override } from "./wide-rows.ts";

/** Replace `addProducts` by code that keeps its sums in registers. */
export function widenAddProducts({ m, type, routine, options }: Override): void {
  const params = ["slopes", "weights", "sums", "at", "count", "into", "width", "columns"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_products_wide", type, params }, (rows) => {
      const { f, vectors, pitch } = rows;
      const [sums, row, k] = [f.local("i32", "sums"), f.local("i32", "row"), f.local("i32", "k")];
      const [slope, slopes] = [f.local("v128", "slope"), f.local("i32", "slopes")];
      place(rows, elements(rows, "sums", "into"));
      f.set(sums);
      loadAll(rows, sums);
      elements(rows, "slopes", "at")();
      f.set(slopes);
      place(rows, () => f.get(f.param("weights")));
      f.set(row).i32(0).set(k);
      const [splat, ne] =
        type === "f64"
          ? (["v128.load64_splat", "f64x2.ne"] as const)
          : (["v128.load32_splat", "f32x4.ne"] as const);
      f.count({ index: k, limit: f.param("count"), step: 1 }, () => {
        f.get(slopes).op(splat).tee(slope);
        f.get(f.constant(type === "f64" ? "f64x2" : "f32x4", 0))
          .op(ne)
          .op("v128.any_true")
          .if(() => {
            vectors.forEach((vector, j) => {
              f.get(vector)
                .get(slope)
                .get(row)
                .op("v128.load", { offset: 16 * j });
              f.op(op(type, "mul")).op(op(type, "add")).set(vector);
            });
          });
        f.get(row).get(pitch).op("i32.add").set(row);
        f.get(slopes)
          .i32(type === "f64" ? 8 : 4)
          .op("i32.add")
          .set(slopes);
      });
      storeAll(rows, sums);
    }),
  );
}
