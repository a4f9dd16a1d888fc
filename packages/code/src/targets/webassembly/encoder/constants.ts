import type { ByteWriter } from "./bytes.ts";
import type { ValueType } from "./types.ts";

/** A scalar, or a vector with the same number in all lanes. */
export type ConstantShape = "i32" | "i64" | "f32" | "f64" | "i32x4" | "i64x2" | "f32x4" | "f64x2";

/** The value type of each shape. */
export const shapeTypes: Readonly<Record<ConstantShape, ValueType>> = {
  i32: "i32",
  i64: "i64",
  f32: "f32",
  f64: "f64",
  i32x4: "v128",
  i64x2: "v128",
  f32x4: "v128",
  f64x2: "v128",
};

type Scalar = "i32" | "i64" | "f32" | "f64";

const scalarOf: Readonly<Record<ConstantShape, Scalar>> = {
  i32: "i32",
  i64: "i64",
  f32: "f32",
  f64: "f64",
  i32x4: "i32",
  i64x2: "i64",
  f32x4: "f32",
  f64x2: "f64",
};

const splats: Readonly<Record<Scalar, number>> = { i32: 17, i64: 18, f32: 19, f64: 20 };

const writers: Readonly<Record<Scalar, (out: ByteWriter, value: number | bigint) => void>> = {
  i32(out, value) {
    out.u8(0x41);
    out.s32(Number(value));
  },
  i64(out, value) {
    out.u8(0x42);
    out.s64(BigInt(value));
  },
  f32(out, value) {
    out.u8(0x43);
    out.f32(Number(value));
  },
  f64(out, value) {
    out.u8(0x44);
    out.f64(Number(value));
  },
};

/** Write the instructions that push a constant: a scalar, then a splat for vectors. */
export function writeConstant(out: ByteWriter, shape: ConstantShape, value: number | bigint): void {
  const scalar = scalarOf[shape];
  writers[scalar](out, value);
  if (scalar !== shape) {
    out.u8(0xfd);
    out.u32(splats[scalar]);
  }
}

/** Name a constant such that two have the same name only if their bits are equal (all NaN are one). */
export function constantKey(shape: ConstantShape, value: number | bigint): number | bigint | "-0" {
  if (Object.is(value, -0)) return "-0";
  return scalarOf[shape] === "f32" ? Math.fround(Number(value)) : value;
}
