import type { FunctionBuilder, Local } from "./encoder/function.ts";
import type { NumberShape } from "./node.ts";

/** Destination of the indices of spiking neurons. */
export interface SpikeCode {
  /** Masks of consecutive vectors, at most four. */
  readonly spiked: readonly Local[];
  /** Byte offset of the first vector within each array. */
  readonly offset: Local;
  /** Address of the next index; it advances. */
  readonly out: Local;
  readonly size: number;
  readonly shape: NumberShape;
  /** Whether up to four entries beyond the last index may be written. */
  readonly writesPast: boolean;
}

/** Arrays have room for whole groups of this many neurons; no iteration has more. */
const group = 16;

/** Append the indices of the lanes that spiked, with one test for all vectors. */
export function writeSpikes(f: FunctionBuilder, code: SpikeCode): void {
  const { spiked, shape } = code;
  const bitmask = shape === "f64x2" ? "i64x2.bitmask" : "i32x4.bitmask";
  const lanes = shape === "f64x2" ? 2 : 4;
  const bits = f.local("i32", "bits");
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
    if (code.writesPast) writeFours(f, code, bits);
    else writeEach(f, code, bits);
  });
}

/** Write one index per iteration. */
function writeEach(f: FunctionBuilder, { offset, out, size, shape }: SpikeCode, bits: Local): void {
  const id = f.local("i32", "id");
  f.loop((again) => {
    pushNeuron(f, offset, shape);
    f.get(bits).op("i32.ctz").op("i32.add").tee(id);
    f.i32(size)
      .op("i32.lt_u")
      .if(() => {
        f.get(out).get(id).op("i32.store");
        f.get(out).i32(4).op("i32.add").set(out);
      });
    pushWithoutLowest(f, bits);
    f.tee(bits).brIf(again);
  });
}

/**
 * Write four indices per iteration; the invalid ones are overwritten by those that follow.
 *
 * If a tenth of the neurons spike, a processor cannot predict how many of 16 do, but it can predict that there are at
 * most four.
 */
function writeFours(f: FunctionBuilder, code: SpikeCode, bits: Local): void {
  const { offset, out, size, shape } = code;
  const [first, at] = [f.local("i32", "first"), f.local("i32", "place of spike")];
  pushNeuron(f, offset, shape);
  f.set(first);
  if (size % group > 0) leaveOutPadding(f, code, { bits, first });
  f.get(out).set(at);
  f.get(bits).op("i32.popcnt").i32(2).op("i32.shl").get(out).op("i32.add").set(out);
  f.loop((again) => {
    for (let k = 0; k < 4; k++) {
      f.get(at).get(bits).op("i32.ctz").get(first).op("i32.add");
      f.op("i32.store", { offset: 4 * k });
      pushWithoutLowest(f, bits);
      f.set(bits);
    }
    f.get(at).i32(16).op("i32.add").set(at);
    f.get(bits).brIf(again);
  });
}

/** Exclude lanes beyond the last neuron; a vector may contain none before it. */
function leaveOutPadding(
  f: FunctionBuilder,
  { size }: SpikeCode,
  { bits, first }: Readonly<Record<"bits" | "first", Local>>,
): void {
  const left = f.local("i32", "neurons left");
  f.i32(size).get(first).op("i32.sub").tee(left);
  f.i32(group).op("i32.lt_s");
  f.if(() => {
    f.i32(1).get(left).op("i32.shl").i32(1).op("i32.sub");
    f.i32(0).get(left).i32(0).op("i32.gt_s").select();
    f.get(bits).op("i32.and").set(bits);
  });
}

function pushNeuron(f: FunctionBuilder, offset: Local, shape: NumberShape): void {
  f.get(offset)
    .i32(shape === "f64x2" ? 3 : 2)
    .op("i32.shr_u");
}

function pushWithoutLowest(f: FunctionBuilder, bits: Local): void {
  f.get(bits).get(bits).i32(1).op("i32.sub").op("i32.and");
}
