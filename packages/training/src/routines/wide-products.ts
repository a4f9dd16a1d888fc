import { type Local, overrideRoutine } from "@spikeloom/code";
import { together } from "./gather-slopes.ts";
import { loadAll, op, place, storeAll, wideRows } from "./wide.ts";
import { elements, type Override } from "./wide-rows.ts";

/** Let what calls `addProducts` call code with its sums in registers. */
export function widenAddProducts({ m, type, routine, options }: Override): void {
  const params = ["slopes", "weights", "sums", "at", "count", "into", "width"];
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

/** Vectors of a row that are summed in one go, for each of the examples: all sums stay in registers. */
const across = 2;

/** Let what calls `addGathered` call code that reads some columns of the weights once for all examples. */
export function widenAddGathered({ m, type, routine, options }: Override): void {
  const shift = type === "f64" ? 3 : 2;
  const splat = type === "f64" ? "v128.load64_splat" : "v128.load32_splat";
  overrideRoutine(m, routine, options, () => {
    const names = ["gathered", "weights", "sums", "count", "into", "width"];
    const params = names.map((name) => [name, "i32"] as const);
    const f = m.func("add_gathered_wide", { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const [offset, pitch, row, k] = [local("offset"), local("pitch"), local("row"), local("k")];
    const [from, slope] = [local("from"), f.local("v128", "slope")];
    const weights = Array.from({ length: across }, (_, j) => f.local("v128", `weight${j}`));
    const examples = Array.from({ length: together }, (_, e) => ({
      sums: local(`sums${e}`),
      vectors: weights.map((_, j) => f.local("v128", `sum${e} ${j}`)),
    }));
    f.get(f.param("width")).i32(shift).op("i32.shl").set(pitch);
    examples.forEach(({ sums }, e) => {
      f.get(f.param("sums")).get(f.param("into")).i32(shift).op("i32.shl").op("i32.add");
      f.get(pitch).i32(e).op("i32.mul").op("i32.add").set(sums);
    });
    f.count({ index: offset, limit: pitch, step: 16 * across }, () => {
      for (const { sums, vectors } of examples) {
        vectors.forEach((vector, j) => {
          f.get(sums)
            .op("v128.load", { offset: 16 * j })
            .set(vector);
        });
      }
      f.get(f.param("weights")).get(offset).op("i32.add").set(row);
      f.get(f.param("gathered")).set(from);
      f.i32(0).set(k);
      f.count({ index: k, limit: f.param("count"), step: 1 }, () => {
        weights.forEach((weight, j) => {
          f.get(row)
            .op("v128.load", { offset: 16 * j })
            .set(weight);
        });
        examples.forEach(({ vectors }, e) => {
          f.get(from)
            .op(splat, { offset: e << shift })
            .set(slope);
          vectors.forEach((vector, j) => {
            f.get(vector)
              .get(slope)
              .get(weights[j] as Local);
            f.op(op(type, "mul")).op(op(type, "add")).set(vector);
          });
        });
        f.get(row).get(pitch).op("i32.add").set(row);
        f.get(from)
          .i32(together << shift)
          .op("i32.add")
          .set(from);
      });
      for (const { sums, vectors } of examples) {
        vectors.forEach((vector, j) => {
          f.get(sums)
            .get(vector)
            .op("v128.store", { offset: 16 * j });
        });
        f.get(sums)
          .i32(16 * across)
          .op("i32.add")
          .set(sums);
      }
    });
    return f;
  });
}
