import {
  type FloatType,
  type Local,
  type ModuleBuilder,
  overrideRoutine,
  type Routine,
  type RoutineOptions,
} from "@spikeloom/code";
import { loadAll, op, place, storeAll, type WideRows, wideRows } from "./wide.ts";

/** A routine of a module that gets code by hand. */
export interface Override {
  readonly m: ModuleBuilder;
  readonly type: FloatType;
  readonly routine: Routine;
  readonly options: RoutineOptions;
}

/** Let what calls `addRows` call code with its sums in registers. */
export function widenAddRows({ m, type, routine, options }: Override): void {
  const params = ["ids", "weights", "sums", "from", "to", "at", "width"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_rows_wide", type, params }, (rows) => {
      const { f, vectors } = rows;
      const [sums, row] = [f.local("i32", "sums"), f.local("i32", "row")];
      place(rows, elements(rows, "sums", "at"));
      f.set(sums);
      loadAll(rows, sums);
      eachListed(rows, (id) => {
        place(rows, () => rowFrom(rows, f.param("weights"), id));
        f.set(row);
        vectors.forEach((vector, k) => {
          f.get(vector)
            .get(row)
            .op("v128.load", { offset: 16 * k });
          f.op(op(type, "add")).set(vector);
        });
      });
      storeAll(rows, sums);
    }),
  );
}

/** Let what calls `addOuter` call code with the slopes in registers; stretches without a slope are left out. */
export function widenAddOuter({ m, type, routine, options }: Override): void {
  const params = ["ids", "slopes", "gradients", "from", "to", "at", "into", "width"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_outer_wide", type, params }, (rows) => {
      const { f, vectors } = rows;
      const [slopes, row] = [f.local("i32", "slopes"), f.local("i32", "row")];
      place(rows, elements(rows, "slopes", "at"));
      f.set(slopes);
      loadAll(rows, slopes);
      const begins = f.local("i32", "begins");
      elements(rows, "gradients", "into")();
      f.set(begins);
      eachListed(rows, (id) => {
        place(rows, () => rowFrom(rows, begins, id));
        f.set(row);
        vectors.forEach((vector, k) => {
          f.get(row).get(vector).get(row);
          f.op("v128.load", { offset: 16 * k }).op(op(type, "add"));
          f.op("v128.store", { offset: 16 * k });
        });
      });
    }),
  );
}

/** Let what calls `addProducts` call code with its sums in registers. */
export function widenAddProducts({ m, type, routine, options }: Override): void {
  const params = ["slopes", "weights", "sums", "at", "count", "width"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_products_wide", type, params }, (rows) => {
      const { f, vectors, pitch } = rows;
      const [sums, row, k] = [f.local("i32", "sums"), f.local("i32", "row"), f.local("i32", "k")];
      const [slope, slopes] = [f.local("v128", "slope"), f.local("i32", "slopes")];
      place(rows, () => f.get(f.param("sums")));
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

/** Push an address in an array that is passed: of the element that a parameter counts. */
function elements({ f, type }: WideRows, array: string, index: string): () => void {
  return () => {
    f.get(f.param(array)).get(f.param(index));
    f.i32(type === "f64" ? 3 : 2)
      .op("i32.shl")
      .op("i32.add");
  };
}

/** Run through the list of neurons. */
function eachListed({ f }: WideRows, body: (id: Local) => void): void {
  const [at, end, id] = [f.local("i32", "at"), f.local("i32", "end"), f.local("i32", "id")];
  const address = (of: string): void => {
    f.get(f.param("ids")).get(f.param(of)).i32(2).op("i32.shl").op("i32.add");
  };
  address("from");
  f.set(at);
  address("to");
  f.set(end);
  f.count({ index: at, limit: end, step: 4 }, () => {
    f.get(at).op("i32.load").set(id);
    body(id);
  });
}

/** Push the address of the row of a neuron, counted from where rows begin. */
function rowFrom({ f, pitch }: WideRows, begins: Local, id: Local): void {
  f.get(begins).get(id).get(pitch).op("i32.mul").op("i32.add");
}
