import type { ModuleBuilder } from "@spikeloom/code";
import type { CollectJob } from "./collect.ts";

/** Write `collect` by hand as an exported function, 32 bytes of sums a turn. */
export function collectWide(m: ModuleBuilder, exported: string, job: CollectJob): void {
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
