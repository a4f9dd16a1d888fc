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
  /** Whether up to four places behind the last index may be written. */
  readonly writesPast: boolean;
}

/** Neurons that arrays have room for whole groups of: no turn is of more. */
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

/** Write one index a turn. */
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
 * Write four indices a turn, of which those that are of no neuron are overwritten by what follows.
 *
 * Where a tenth of neurons spike, a processor cannot foresee how many of 16 do, but that there are at most four.
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

/** Let no lane past the last neuron count as one that spikes; a vector may have none before it. */
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
