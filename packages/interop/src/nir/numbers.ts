import type { NirArray } from "./graph.ts";
import type { Weights } from "./matrix.ts";

/** Numbers of any width as floats, as they lie there where they are some. */
export function floats({ values }: NirArray): Weights {
  if (values instanceof Float64Array || values instanceof Float32Array) return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    return Float64Array.from(values, Number);
  }
  return new Float64Array(values);
}

/** Count the elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Write a shape for people. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "one number" : `(${shape.join(", ")})`;
}

/** Whether two shapes are the same. */
export function isShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
