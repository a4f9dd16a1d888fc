import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";

/** Axes of a dataset or an attribute. */
export interface Dataspace {
  /** Lengths; empty for a scalar. */
  readonly shape: readonly number[];
  /** Maximum lengths of the axes; infinite if unlimited. */
  readonly most: readonly number[];
}

/** Read the axes; undefined if there are no elements. */
export function readDataspace(fields: Cursor): Dataspace | undefined {
  const version = fields.version("a shape", [1, 2]);
  const [rank, flags] = [fields.u8(), fields.u8()];
  if (rank > mostAxes) damaged(`it has a dataset with ${rank} axes`);
  const kind = version === 2 ? fields.u8() : 1;
  if (version === 1) fields.skip(5);
  if (kind === 2) return undefined;
  const shape = Array.from({ length: rank }, () => fields.length());
  const most = shape.map((length) =>
    (flags & 1) === 0 ? length : (fields.lengthOrNone() ?? Number.POSITIVE_INFINITY),
  );
  if (shape.some((length, axis) => length > (most[axis] ?? 0))) damaged("a shape in it is invalid");
  return { shape, most };
}

const mostAxes = 32;

/** Number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
