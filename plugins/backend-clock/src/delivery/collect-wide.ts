import type { FunctionBuilder, Local } from "@spikeloom/code";
import type { CollectJob } from "./collect.ts";

/** Write `collect_some` by hand, 16 bytes at once. */
export function collectSomeWide(
  f: FunctionBuilder,
  { sums: { address }, base, precision }: CollectJob,
  { from, to }: { readonly from: Local; readonly to: Local },
): void {
  const align = precision === "f64" ? 8 : 4;
  for (const part of [0, 16]) {
    const [own, into] = [
      { offset: address + part, align },
      { offset: base + part, align },
    ];
    f.get(to).get(to).op("v128.load", into).get(from).op("v128.load", own);
    f.op(precision === "f64" ? "f64x2.add" : "f32x4.add").op("v128.store", into);
    f.get(from).get(f.constant("i32x4", 0)).op("v128.store", own);
  }
}
