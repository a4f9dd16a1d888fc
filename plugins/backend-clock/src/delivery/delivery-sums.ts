import type { ModuleBuilder } from "@spikeloom/code";
import type { Deliver } from "./delivery.ts";
import type { SumRing } from "./delivery-table.ts";

/** A ring of sums and the accumulators that it ends in. */
export interface CollectJob {
  readonly sums: Pick<SumRing, "address" | "length" | "width">;
  /** Sums of a step that have an accumulator; all where it is not given. */
  readonly kept?: number;
  /** Byte address of the accumulator with index 0. */
  readonly base: number;
  readonly precision: "f64" | "f32";
}

/** Add the sums of a step to the accumulators and clear them, in plain JavaScript. */
export function javascriptCollect(
  { sums, kept = sums.width, base, precision }: CollectJob,
  memory: { readonly buffer: ArrayBufferLike },
): Deliver {
  const bytes = precision === "f64" ? 8 : 4;
  const { address, length, width } = sums;
  return (step) => {
    const values =
      precision === "f64" ? new Float64Array(memory.buffer) : new Float32Array(memory.buffer);
    const from = address / bytes + (step & (length - 1)) * width;
    const to = base / bytes;
    for (let k = 0; k < kept; k++) {
      values[to + k] = (values[to + k] ?? 0) + (values[from + k] ?? 0);
      values[from + k] = 0;
    }
  };
}

/** Write the same as an exported function `(step: i32)`. */
export function webAssemblyCollect(m: ModuleBuilder, exported: string, job: CollectJob): void {
  const { sums, kept = sums.width, base, precision } = job;
  const { address, length, width } = sums;
  const bytes = precision === "f64" ? 8 : 4;
  const f = m.func(exported, { params: [["step", "i32"]] });
  const from = f.local("i32", "from");
  const to = f.local("i32", "to");
  const vector = (offset: number): void => {
    f.get(to)
      .get(to)
      .op("v128.load", { offset: base + offset, align: bytes });
    f.get(from).op("v128.load", { offset: address + offset, align: bytes });
    f.op(precision === "f64" ? "f64x2.add" : "f32x4.add");
    f.op("v128.store", { offset: base + offset, align: bytes });
    f.get(from).get(f.constant("i32x4", 0));
    f.op("v128.store", { offset: address + offset, align: bytes });
  };
  const scalar = (): void => {
    f.get(to).get(to).op(`${precision}.load`, { offset: base });
    f.get(from).op(`${precision}.load`, { offset: address }).op(`${precision}.add`);
    f.op(`${precision}.store`, { offset: base });
    f.get(from).get(f.constant(precision, 0)).op(`${precision}.store`, { offset: address });
  };
  const along = (limit: number, step: number, body: () => void): void => {
    f.count({ index: to, limit: f.constant("i32", limit), step }, () => {
      body();
      f.get(from).i32(step).op("i32.add").set(from);
    });
  };
  f.get(f.param("step"))
    .i32(length - 1)
    .op("i32.and");
  f.i32(width * bytes)
    .op("i32.mul")
    .set(from);
  const end = kept * bytes;
  along(end - (end % 32), 32, () => {
    vector(0);
    vector(16);
  });
  along(end, bytes, scalar);
}
