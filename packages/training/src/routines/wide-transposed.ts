import { overrideRoutine } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import { addLanes, loadAll, op, place, storeAll, wideRows } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Replace `addTransposed` by code that keeps the gradients of a row in registers. */
export function widenAddTransposed({ m, type, routine, options }: Override): void {
  const arrays = ["who", "begins", "arrivals", "slopes", "gradients"];
  const shift = type === "f64" ? 3 : 2;
  const params = [...arrays, "found", "into", "width", "columns"];
  overrideRoutine(m, routine, options, () =>
    wideRows(m, { name: "add_transposed_wide", type, params }, (rows) => {
      const { f, vectors, pitch } = rows;
      const local = (name: string): Local => f.local("i32", name);
      const [n, end, row, k] = [local("n"), local("end"), local("row"), local("k")];
      const [last, from, slopes] = [local("last"), local("from"), local("slopes of stretch")];
      const gradients = local("gradients of stretch");
      place(rows, () => f.get(f.param("slopes")));
      f.set(slopes);
      place(
        rows,
        () => f.get(f.param("gradients")),
        () => f.get(f.param("into")).i32(shift).op("i32.shl"),
      );
      f.set(gradients);
      f.i32(0).set(n);
      f.get(f.param("found")).i32(2).op("i32.shl").set(end);
      f.count({ index: n, limit: end, step: 4 }, () => {
        f.get(gradients);
        element(f, "who", n);
        f.get(pitch).op("i32.mul").op("i32.add").set(row);
        loadAll(rows, row);
        const begin = (offset: number): void => {
          f.get(f.param("begins")).get(n).op("i32.add").op("i32.load", { offset });
          f.i32(2).op("i32.shl").get(f.param("arrivals")).op("i32.add");
        };
        begin(0);
        f.set(k);
        begin(4);
        f.set(last);
        f.count({ index: k, limit: last, step: 4 }, () => {
          f.get(k).op("i32.load").i32(shift).op("i32.shl").get(slopes).op("i32.add").set(from);
          vectors.forEach((vector, j) => {
            f.get(vector)
              .get(from)
              .op("v128.load", { offset: 16 * j });
            f.op(op(type, "add")).set(vector);
          });
        });
        storeAll(rows, row);
      });
    }),
  );
}

/** Push an element of an array of integers, at an offset in bytes. */
function element(f: FunctionBuilder, array: string, offset: Local): void {
  f.get(f.param(array)).get(offset).op("i32.add").op("i32.load");
}

/** Replace `addBlocks` by code that adds one vector at a time. */
export function widenAddBlocks({ m, type, routine, options }: Override): void {
  const shift = type === "f64" ? 3 : 2;
  overrideRoutine(m, routine, options, () => {
    const params = ["gradients", "blocks", "width"].map((name) => [name, "i32"] as const);
    const f = m.func("add_blocks_wide", { params, export: false });
    const local = (name: string): Local => f.local("i32", name);
    const [offset, pitch, at, block] = [
      local("offset"),
      local("pitch"),
      local("at"),
      local("block"),
    ];
    const sum = f.local("v128", "sum");
    f.get(f.param("width")).i32(shift).op("i32.shl").set(pitch);
    f.count({ index: offset, limit: pitch, step: 16 }, () => {
      f.get(f.param("gradients")).get(offset).op("i32.add").tee(at).op("v128.load").set(sum);
      f.i32(1).set(block);
      f.count({ index: block, limit: f.param("blocks"), step: 1 }, () => {
        f.get(at).get(pitch).op("i32.add").set(at);
        f.get(sum).get(at).op("v128.load").op(op(type, "add")).set(sum);
      });
      f.get(f.param("gradients")).get(offset).op("i32.add").get(sum).op("v128.store");
    });
    return f;
  });
}

/** Replace `findOdd` by code that adds several vectors at a time: the sum is 0 or NaN in any order. */
export function widenFindOdd({ m, type, routine, options }: Override): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  overrideRoutine(m, routine, options, () => {
    const params = ["values", "count"].map((name) => [name, "i32"] as const);
    const f = m.func("find_odd_wide", { params, results: [type], export: false });
    const [offset, end] = [f.local("i32", "offset"), f.local("i32", "end")];
    const sums = Array.from({ length: 4 }, (_, k) => f.local("v128", `sum${k}`));
    f.get(f.param("count"))
      .i32(type === "f64" ? 3 : 2)
      .op("i32.shl")
      .set(end);
    f.count({ index: offset, limit: end, step: 64 }, () => {
      sums.forEach((sum, k) => {
        f.get(sum).get(f.param("values")).get(offset).op("i32.add");
        f.op("v128.load", { offset: 16 * k }).get(f.constant(shape, 0));
        f.op(op(type, "mul")).op(op(type, "add")).set(sum);
      });
    });
    const [all, ...others] = sums as [Local, ...Local[]];
    for (const other of others) f.get(all).get(other).op(op(type, "add")).set(all);
    addLanes(f, type, all);
    return f;
  });
}
