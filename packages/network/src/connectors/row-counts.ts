import type { ConnectorStream } from "@spikeloom/kernel";

/** Distribute `n` draws over rows in proportion to their pools: a multinomial by conditional binomials. */
export function multinomialCounts(
  stream: ConnectorStream,
  pools: Float64Array,
  n: number,
): Float64Array {
  let rest = n;
  let pairs = pools.reduce((sum, size) => sum + size, 0);
  return pools.map((pool) => {
    const count = pool >= pairs ? rest : stream.binomial(rest, pool / pairs);
    rest -= count;
    pairs -= pool;
    return count;
  });
}

/**
 * Distribute `n` distinct pairs over rows, each subset of n pairs being equally likely.
 *
 * A Bernoulli sample of all pairs is drawn first; then pairs are added or removed uniformly until there are n. Both steps treat
 * all pairs alike, so the result is uniform among the subsets of size n, and takes about sqrt(n) corrections where hypergeometric
 * numbers would need factorials.
 */
export function distinctCounts(
  stream: ConnectorStream,
  pools: Float64Array,
  n: number,
): Float64Array {
  const pairs = pools.reduce((sum, size) => sum + size, 0);
  if (n === pairs) return pools.slice();
  const counts = pools.map((pool) => stream.binomial(pool, n / pairs));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const pick = total > n ? counts : pools.map((pool, row) => pool - (counts[row] ?? 0));
  const change = total > n ? -1 : 1;
  const chosen = weightedPicker(stream, pick);
  for (let k = Math.abs(total - n); k > 0; k--) {
    const row = chosen();
    counts[row] = (counts[row] ?? 0) + change;
  }
  return counts;
}

/** Pick rows in proportion to their weights; each pick reduces its row's weight by one. */
function weightedPicker(stream: ConnectorStream, given: Float64Array): () => number {
  const weights = given.slice();
  const bound = weights.reduce((most, weight) => Math.max(most, weight), 0);
  return () => {
    for (;;) {
      const row = stream.integer(weights.length);
      const weight = weights[row] ?? 0;
      if (stream.integer(bound) >= weight) continue;
      weights[row] = weight - 1;
      return row;
    }
  };
}
