import type { FunctionBuilder, Local } from "./encoder/function.ts";
import type { NumberShape } from "./operations.ts";

/** Where the indices of neurons that spike go. */
export interface SpikeCode {
  /** Masks of vectors that follow each other in memory, at most four. */
  readonly spiked: readonly Local[];
  /** Bytes before the first vector in each array. */
  readonly offset: Local;
  /** Where the next index goes; moves on. */
  readonly out: Local;
  readonly size: number;
  readonly shape: NumberShape;
}

/** Append the indices of the lanes that spiked, with one test for all vectors. */
export function writeSpikes(f: FunctionBuilder, code: SpikeCode): void {
  const { spiked, offset, out, size, shape } = code;
  const bitmask = shape === "f64x2" ? "i64x2.bitmask" : "i32x4.bitmask";
  const lanes = shape === "f64x2" ? 2 : 4;
  const bits = f.local("i32", "bits");
  const id = f.local("i32", "id");
  spiked.forEach((mask, k) => {
    f.get(mask);
    if (k > 0) f.op("v128.or");
  });
  f.op(bitmask).if(() => {
    spiked.forEach((mask, k) => {
      f.get(mask).op(bitmask);
      if (k > 0)
        f.i32(lanes * k)
          .op("i32.shl")
          .get(bits)
          .op("i32.or");
      f.set(bits);
    });
    f.loop((again) => {
      f.get(offset)
        .i32(shape === "f64x2" ? 3 : 2)
        .op("i32.shr_u");
      f.get(bits).op("i32.ctz").op("i32.add").tee(id);
      f.i32(size)
        .op("i32.lt_u")
        .if(() => {
          f.get(out).get(id).op("i32.store");
          f.get(out).i32(4).op("i32.add").set(out);
        });
      f.get(bits).get(bits).i32(1).op("i32.sub").op("i32.and").tee(bits).brIf(again);
    });
  });
}
