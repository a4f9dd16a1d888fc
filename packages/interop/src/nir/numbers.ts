import type { NirArray } from "./graph.ts";
import type { Weights } from "./matrix.ts";

/** Convert numbers of any type to floats, without a copy if they are floats. */
export function floats({ values }: NirArray): Weights {
  if (values instanceof Float64Array || values instanceof Float32Array) return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return Float64Array.from(values, Number);
  }
  return new Float64Array(values);
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Format a shape for display. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "one number" : `(${shape.join(", ")})`;
}

/** Whether two shapes are equal. */
export function isShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
