import {
  type FloatType,
  overrideRoutine,
  type Routine,
  type RoutineOptions,
} from "@spikeloom/code";
import type { Local, ModuleBuilder } from "@spikeloom/code/encoder";
import { clearAll, loadAll, op, place, storeAll, type WideRows, wideRows } from "./wide.ts";

/** A routine of a module that is written by hand. */
export interface Override {
  readonly m: ModuleBuilder;
  readonly type: FloatType;
  readonly routine: Routine;
  readonly options: RoutineOptions;
}

/** Replace `addRows` by code that keeps its sums in registers. */
export function widenAddRows({ m, type, routine, options }: Override): void {
  const params = ["ids", "weights", "sums", "from", "to", "at", "width", "columns"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_rows_wide", type, params }, (rows) => {
      const { f, vectors } = rows;
      const [sums, row] = [f.local("i32", "sums"), f.local("i32", "row")];
      place(rows, elements(rows, "sums", "at"));
      f.set(sums);
      loadAll(rows, sums);
      eachListed(rows, listed(rows), (id) => {
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

/** Replace `addOuter` by code that keeps the slopes in registers; ranges without a slope are skipped. */
export function widenAddOuter({ m, type, routine, options }: Override): void {
  const params = ["ids", "slopes", "gradients", "from", "to", "at", "into", "width", "columns"];
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
      eachListed(rows, listed(rows), (id) => {
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

/** Replace `addArrivals` by code that keeps sums in registers: some columns of the weights are used for all steps. */
export function widenAddArrivals({ m, type, routine, options }: Override): void {
  const arrays = ["ids", "marks", "weights", "sums"];
  const numbers = [
    "mark",
    "examples",
    "steps",
    "limit",
    "at",
    "elements",
    "width",
    "columns",
    "fresh",
  ];
  const shift = type === "f64" ? 3 : 2;
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_arrivals_wide", type, params: [...arrays, ...numbers] }, (rows) => {
      const { f, vectors } = rows;
      const local = (name: string): Local => f.local("i32", name);
      const [example, step, part] = [local("example"), local("step"), local("part")];
      const [sums, apart, row] = [local("sums"), local("apart"), local("row")];
      const [from, to] = [local("from"), local("to")];
      f.get(f.param("elements")).i32(shift).op("i32.shl").set(apart);
      f.i32(0).set(example);
      f.count({ index: example, limit: f.param("examples"), step: 1 }, () => {
        // The sample's first row, and the mark of its first step, in bytes.
        f.get(example).get(f.param("steps")).i32(1).op("i32.add").op("i32.mul").tee(part);
        f.get(apart).op("i32.mul");
        elements(rows, "sums", "at")();
        f.op("i32.add").get(rows.offset).op("i32.add").set(sums);
        f.get(part).get(f.param("mark")).op("i32.add").i32(2).op("i32.shl");
        f.get(f.param("marks")).op("i32.add").set(part);
        f.i32(0).set(step);
        f.count({ index: step, limit: f.param("limit"), step: 1 }, () => {
          f.get(f.param("fresh")).if(
            () => clearAll(rows),
            () => loadAll(rows, sums),
          );
          f.get(part).op("i32.load").set(from);
          f.get(part).op("i32.load", { offset: 4 }).set(to);
          eachListed(rows, { from, to }, (id) => {
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
          f.get(sums).get(apart).op("i32.add").set(sums);
          f.get(part).i32(4).op("i32.add").set(part);
        });
      });
    }),
  );
}

/** The range of the list given by the parameters. */
function listed({ f }: WideRows) {
  return { from: f.param("from"), to: f.param("to") };
}

/** Push the address in an array parameter of the element given by another parameter. */
export function elements({ f, type }: WideRows, array: string, index: string): () => void {
  return () => {
    f.get(f.param(array)).get(f.param(index));
    f.i32(type === "f64" ? 3 : 2)
      .op("i32.shl")
      .op("i32.add");
  };
}

/** Iterate over the list of neurons. */
function eachListed(
  { f }: WideRows,
  { from, to }: { readonly from: Local; readonly to: Local },
  body: (id: Local) => void,
): void {
  const [at, end, id] = [f.local("i32", "at"), f.local("i32", "end"), f.local("i32", "id")];
  const address = (of: Local): void => {
    f.get(f.param("ids")).get(of).i32(2).op("i32.shl").op("i32.add");
  };
  address(from);
  f.set(at);
  address(to);
  f.set(end);
  f.count({ index: at, limit: end, step: 4 }, () => {
    f.get(at).op("i32.load").set(id);
    body(id);
  });
}

/** Push the address of the row of a neuron, relative to the start of the rows. */
function rowFrom({ f, pitch }: WideRows, begins: Local, id: Local): void {
  f.get(begins).get(id).get(pitch).op("i32.mul").op("i32.add");
}
