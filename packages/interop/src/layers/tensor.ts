import type { Tensor } from "@spikeloom/kernel";
import { damaged } from "./damage.ts";
import { halfOf } from "./half.ts";

/** Little-endian number types of a file. */
export type NumberType =
  | ("f16" | "bf16" | "f32" | "f64")
  | ("i8" | "i16" | "i32" | "i64")
  | ("u8" | "u16" | "u32" | "u64" | "bool");

/** Bytes of a number of each type. */
export const numberBytes: Readonly<Record<NumberType, number>> = {
  f16: 2,
  bf16: 2,
  f32: 4,
  f64: 8,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  bool: 1,
};

/** Maximum number of axes of a tensor. */
const mostAxes = 32;

type Values = Tensor["values"];
type ReadOne = (view: DataView, at: number) => number;

/** Types that single precision represents exactly. */
const narrow: Partial<Record<NumberType, ReadOne>> = {
  f16: (view, at) => halfOf(view.getUint16(at, true)),
  f32: (view, at) => view.getFloat32(at, true),
  i8: (view, at) => view.getInt8(at),
  i16: (view, at) => view.getInt16(at, true),
  u8: (view, at) => view.getUint8(at),
  u16: (view, at) => view.getUint16(at, true),
  bool: (view, at) => Math.min(1, view.getUint8(at)),
};

const wide: Partial<Record<NumberType, ReadOne>> = {
  f64: (view, at) => view.getFloat64(at, true),
  i32: (view, at) => view.getInt32(at, true),
  u32: (view, at) => view.getUint32(at, true),
  i64: (view, at) => Number(view.getBigInt64(at, true)),
  u64: (view, at) => Number(view.getBigUint64(at, true)),
};

/** Number of elements of a shape; refuses impossible lengths. */
export function countOf(shape: readonly number[], place: string): number {
  if (shape.length > mostAxes)
    damaged(place, `it has ${shape.length} axes; at most ${mostAxes} are supported`);
  let count = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0)
      damaged(place, `an axis has the length ${length}`);
    count *= length;
  }
  return count <= 2 ** 40 ? count : damaged(place, `its shape has ${count} elements`);
}

/** Read the numbers of a tensor; refuses a size that does not match its shape. */
export function readTensor(
  bytes: Uint8Array,
  { type, shape, place }: { type: NumberType; shape: readonly number[]; place: string },
): Tensor {
  const count = countOf(shape, place);
  const width = numberBytes[type];
  if (bytes.length !== count * width) {
    damaged(place, `its shape requires ${count * width} bytes, but it has ${bytes.length}`);
  }
  return { shape, values: valuesOf(bytes, type, count) };
}

function valuesOf(bytes: Uint8Array, type: NumberType, count: number): Values {
  if (type === "bf16") return widened(bytes, count);
  // Most weights are single precision and are used in place.
  if (type === "f32" && bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const one = narrow[type];
  const out = one === undefined ? new Float64Array(count) : new Float32Array(count);
  const read = (one ?? wide[type]) as ReadOne;
  const width = numberBytes[type];
  for (let k = 0; k < count; k++) out[k] = read(view, k * width);
  return out;
}

/** A bfloat16 is the upper half of a single-precision number. */
function widened(bytes: Uint8Array, count: number): Float32Array {
  const words = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    words[k] = ((bytes[2 * k] as number) << 16) | ((bytes[2 * k + 1] as number) << 24);
  }
  return new Float32Array(words.buffer);
}

/** Permute the axes of a tensor: for each new axis, the old one. */
export function transposed({ shape, values }: Tensor, axes: readonly number[]): Tensor {
  const strides = stridesOf(shape);
  const to = axes.map((axis) => shape[axis] as number);
  const steps = axes.map((axis) => strides[axis] as number);
  const out = values.slice();
  const at = to.map(() => 0);
  for (let k = 0, from = 0; k < out.length; k++) {
    out[k] = values[from] as number;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      at[axis] = (at[axis] as number) + 1;
      if ((at[axis] as number) < (to[axis] as number)) break;
      from -= (steps[axis] as number) * (to[axis] as number);
      at[axis] = 0;
    }
  }
  return { shape: to, values: out };
}

/** Stride along each axis. */
function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
}

/** Map each number of a tensor. */
export function mapped({ shape, values }: Tensor, change: (value: number) => number): Tensor {
  return { shape, values: values.map(change) };
}
