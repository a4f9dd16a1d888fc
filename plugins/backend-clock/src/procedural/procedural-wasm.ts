import type { FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code";
import { webAssemblyCollect } from "../delivery/delivery-sums.ts";
import type { LaidProcedural, ProceduralRows } from "./procedural-layout.ts";

/** Names of exported functions: `(count: i32, step: i32)` for each projection, `(step: i32)`. */
export const proceduralExports = {
  add: (row: number): string => `procedural_${row}`,
  collect: "procedural_collect",
} as const;

/** Write the code of procedural projections as exported functions. */
export function webAssemblyProcedural(
  m: ModuleBuilder,
  laid: LaidProcedural,
  precision: "f64" | "f32",
): void {
  const { sums, kept, base, rows } = laid;
  rows.forEach((row, k) => {
    const f = m.func(proceduralExports.add(k), {
      params: [
        ["count", "i32"],
        ["step", "i32"],
      ],
    });
    writeAdd(f, row, { laid, precision });
  });
  webAssemblyCollect(m, proceduralExports.collect, { sums, kept, base, precision });
}

interface Shape {
  readonly laid: LaidProcedural;
  readonly precision: "f64" | "f32";
}

function writeAdd(f: FunctionBuilder, row: ProceduralRows, { laid, precision }: Shape): void {
  const { sums, shift, chunk } = laid;
  const { delay, weight } = row.projection;
  const [at, limit, slot, sum] = ["at", "limit", "slot", "sum"].map((name) =>
    f.local("i32", name),
  ) as [Local, Local, Local, Local];
  const log2 = precision === "f64" ? 3 : 2;
  /** Bytes from the first sum to those of the step on the stack. */
  const toSlot = (): void => {
    f.i32(sums.length - 1)
      .op("i32.and")
      .i32(sums.width << log2)
      .op("i32.mul");
  };
  f.get(f.param("count")).i32(2).op("i32.shl").set(limit);
  f.get(f.param("step"))
    .i32(shift + (delay.constant ?? 0))
    .op("i32.add");
  if (delay.constant !== undefined) toSlot();
  f.set(slot);
  // With a table, it is the table that says which sum is a target's.
  const offset = sums.address + (row.table === 0 ? row.first << log2 : 0);
  f.count({ index: at, limit, step: 4 }, () => {
    f.get(at).op("i32.load", { offset: chunk.targets });
    if (row.table !== 0) f.i32(2).op("i32.shl").op("i32.load", { offset: row.table });
    f.i32(log2).op("i32.shl").get(slot);
    if (delay.constant === undefined) {
      f.get(at).op("i32.load", { offset: chunk.delays }).op("i32.add");
      toSlot();
    }
    f.op("i32.add").tee(sum);
    f.get(sum).op(`${precision}.load`, { offset });
    if (weight.constant !== undefined) f.get(f.constant(precision, weight.constant));
    else {
      f.get(at).i32(1).op("i32.shl").op("f64.load", { offset: chunk.weights });
      if (precision === "f32") f.op("f32.demote_f64");
    }
    f.op(`${precision}.add`).op(`${precision}.store`, { offset });
  });
}
