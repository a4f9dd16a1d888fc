/**
 * Compute the pairwise distances of spike trains, row by row.
 *
 * `distances[i * n + k]` is the distance of trains i and k out of n; the diagonal is 0. The distance function is called once per
 * pair.
 */
export function distanceMatrix(
  trains: readonly Float64Array[],
  distance: (one: Float64Array, other: Float64Array) => number,
): Float64Array {
  const n = trains.length;
  const distances = new Float64Array(n * n);
  for (const [i, one] of trains.entries()) {
    for (const [k, other] of trains.entries()) {
      if (k <= i) continue;
      const value = distance(one, other);
      distances[i * n + k] = value;
      distances[k * n + i] = value;
    }
  }
  return distances;
}
