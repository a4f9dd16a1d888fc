import type { AttributeMatrix, MultipleSynapses } from "./projection.ts";
import { type ProjectionState, readAttribute } from "./projection-state.ts";

/** List attributes in one row per connection. */
export async function listAttributes(
  projection: ProjectionState,
  names: readonly string[],
  withAddress: boolean,
): Promise<readonly (readonly number[])[]> {
  const { sources, targets } = projection.pairs;
  const columns = await Promise.all(names.map((name) => readAttribute(projection, name)));
  return Array.from(sources, (i, k) => {
    const values = columns.map((column) => column[k] as number);
    return withAddress ? [i, targets[k] as number, ...values] : values;
  });
}

/** Reduction of several connections of a pair in a matrix. */
export const combinations: Readonly<
  Record<MultipleSynapses, (before: number, value: number) => number>
> = {
  sum: (before, value) => before + value,
  min: Math.min,
  max: Math.max,
  first: (before) => before,
  last: (_, value) => value,
};

/** Arrange an attribute in a matrix: NaN without connection. */
export async function matrixOf(
  projection: ProjectionState,
  name: string,
  multiple: MultipleSynapses,
): Promise<AttributeMatrix> {
  const { ends, pairs } = projection;
  const rows = Array.from({ length: ends.pre.size }, () =>
    new Float64Array(ends.post.size).fill(Number.NaN),
  );
  (await readAttribute(projection, name)).forEach((value, k) => {
    const row = rows[pairs.sources[k] as number] as Float64Array;
    const j = pairs.targets[k] as number;
    const before = row[j] as number;
    row[j] = Number.isNaN(before) ? value : combinations[multiple](before, value);
  });
  return rows;
}
