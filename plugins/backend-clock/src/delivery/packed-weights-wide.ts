import type { FunctionBuilder, Local } from "@spikeloom/code";
import type { DeliveryJob } from "./delivery.ts";
import { packedBits } from "./delivery-table.ts";

const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15];

/** Write `packed_weights` by hand, all four at once. */
export function packedWeightsWide(
  f: FunctionBuilder,
  { table: { address, layout }, precision }: DeliveryJob,
  { at, weights }: { readonly at: Local; readonly weights: readonly Local[] },
): void {
  const shift = f.constant("i32", 32 - packedBits);
  const [low, high] = [f.local("v128", "low"), f.local("v128", "high")];
  f.get(at).op("v128.load", { offset: address.targets, align: 4 });
  f.get(shift).op("i32x4.shl").get(shift).op("i32x4.shr_s");
  if (precision === "f32") {
    f.op("f32x4.convert_i32x4_s").get(f.constant("f32x4", layout.scale)).op("f32x4.mul").set(low);
  } else {
    const scale = f.constant("f64x2", layout.scale);
    f.tee(low).get(low).op("i8x16.shuffle", upperHalf).op("f64x2.convert_low_i32x4_s");
    f.get(scale).op("f64x2.mul").set(high);
    f.get(low).op("f64x2.convert_low_i32x4_s").get(scale).op("f64x2.mul").set(low);
  }
  weights.forEach((weight, lane) => {
    if (precision === "f32") f.get(low).op("f32x4.extract_lane", lane);
    else f.get(lane < 2 ? low : high).op("f64x2.extract_lane", lane & 1);
    f.set(weight);
  });
}
