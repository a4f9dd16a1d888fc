import type { Cursor } from "./cursor.ts";
import { damaged } from "./damage.ts";

/** The axes of a dataset or an attribute. */
export interface Dataspace {
  /** Lengths: none for a single element. */
  readonly shape: readonly number[];
  /** Lengths up to which the axes can grow; infinite where nothing limits them. */
  readonly most: readonly number[];
}

/** Read the axes; undefined where there is no element at all. */
export function readDataspace(fields: Cursor): Dataspace | undefined {
  const version = fields.version("a shape", [1, 2]);
  const [rank, flags] = [fields.u8(), fields.u8()];
  if (rank > mostAxes) damaged(`it has a dataset of ${rank} axes`);
  const kind = version === 2 ? fields.u8() : 1;
  if (version === 1) fields.skip(5);
  if (kind === 2) return undefined;
  const shape = Array.from({ length: rank }, () => fields.length());
  const most = shape.map((length) =>
    (flags & 1) === 0 ? length : (fields.lengthOrNone() ?? Number.POSITIVE_INFINITY),
  );
  if (shape.some((length, axis) => length > (most[axis] ?? 0))) damaged("a shape makes no sense");
  return { shape, most };
}

const mostAxes = 32;

/** Count the elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
