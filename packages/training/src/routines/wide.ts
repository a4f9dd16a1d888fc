import type { FloatType } from "@spikeloom/code";
import type { Callable, FunctionBuilder, Local, ModuleBuilder } from "@spikeloom/code/encoder";

/** Number of vectors that one iteration keeps in registers: enough to hide the latency of an addition. */
const most = 8;
/** Every row is a multiple of this many elements. */
const group = 16;

/** A function that iterates over rows by ranges of vectors, with the context that its code needs. */
export interface WideRows {
  readonly f: FunctionBuilder;
  readonly type: FloatType;
  /** Bytes from the start of a row to the range being processed. */
  readonly offset: Local;
  /** Vectors of the range. */
  readonly vectors: readonly Local[];
  /** Bytes of a row, and those of its used columns. */
  readonly pitch: Local;
  readonly end: Local;
}

/**
 * Parameters of the function, in order: byte addresses, then numbers; `width` is the number of elements of a row,
 * `columns` that of those added.
 */
export interface WideShape {
  readonly name: string;
  readonly type: FloatType;
  readonly params: readonly string[];
}

/**
 * Write a function that applies the same code to all ranges of a row, with its sums in registers.
 *
 * The order of additions to each element is that of the routine, and so are the bits.
 */
export function wideRows(
  m: ModuleBuilder,
  { name, type, params }: WideShape,
  write: (rows: WideRows) => void,
): Callable {
  const f = m.func(name, {
    params: params.map((one) => [one, "i32"] as const),
    export: false,
  });
  const shift = type === "f64" ? 3 : 2;
  const local = (of: string): Local => f.local("i32", of);
  const [offset, pitch, end] = [local("offset"), local("pitch"), local("end of columns")];
  const all = Array.from({ length: most }, (_, k) => f.local("v128", `sum${k}`));
  f.get(f.param("width")).i32(shift).op("i32.shl").set(pitch);
  f.get(f.param("columns")).i32(shift).op("i32.shl").set(end);
  const small = (group << shift) >> 4;
  stretches({ f, type, offset, pitch, end, vectors: all }, write);
  if (small < most) stretches({ f, type, offset, pitch, end, vectors: all.slice(0, small) }, write);
  return f;
}

/** Emit a loop that runs while a range of this many vectors remains. */
function stretches(rows: WideRows, write: (rows: WideRows) => void): void {
  const { f, offset, end, vectors } = rows;
  const bytes = 16 * vectors.length;
  f.block((leave) => {
    f.loop((again) => {
      f.get(offset).i32(bytes).op("i32.add").get(end).op("i32.gt_u").brIf(leave);
      write(rows);
      f.get(offset).i32(bytes).op("i32.add").set(offset);
      f.br(again);
    });
  });
}

/** Push an address: the given one plus the offset of the range. */
export function place({ f, offset }: WideRows, ...parts: readonly (() => void)[]): void {
  f.get(offset);
  for (const part of parts) {
    part();
    f.op("i32.add");
  }
}

/** Load the range at an address into its vectors. */
export function loadAll({ f, vectors }: WideRows, at: Local): void {
  vectors.forEach((vector, k) => {
    f.get(at)
      .op("v128.load", { offset: 16 * k })
      .set(vector);
  });
}

/** Set the vectors of a range to 0. */
export function clearAll({ f, type, vectors }: WideRows): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  for (const vector of vectors) f.get(f.constant(shape, 0)).set(vector);
}

/** Store the vectors of a range at an address. */
export function storeAll({ f, vectors }: WideRows, at: Local): void {
  vectors.forEach((vector, k) => {
    f.get(at)
      .get(vector)
      .op("v128.store", { offset: 16 * k });
  });
}

/** Push the sum of the lanes of a vector. */
export function addLanes(f: FunctionBuilder, type: FloatType, vector: Local): void {
  const [shape, lanes] = type === "f64" ? (["f64x2", 2] as const) : (["f32x4", 4] as const);
  for (let lane = 0; lane < lanes; lane++) {
    f.get(vector).op(`${shape}.extract_lane`, lane);
    if (lane > 0) f.op(`${type}.add`);
  }
}

/** The instruction of a type: `add` of 32-bit floats is `f32x4.add`. */
export function op<Name extends "add" | "mul">(
  type: FloatType,
  name: Name,
): `f64x2.${Name}` | `f32x4.${Name}` {
  return type === "f64" ? `f64x2.${name}` : `f32x4.${name}`;
}
