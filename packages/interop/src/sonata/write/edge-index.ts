/** Edges of each node: ranges of range rows per node, and the edges of each range. */
export interface EdgeIndex {
  /** First range of a node and the one after its last, two numbers per node. */
  readonly nodes: BigInt64Array;
  /** First edge of a range and the one after its last, two numbers per range. */
  readonly ranges: BigInt64Array;
}

/** Index edges by one of their ends; consecutive edges of a node form one range. */
export function edgeIndex(ends: Uint32Array, size: number): EdgeIndex {
  const counts = new Uint32Array(size + 1);
  for (let k = 0; k < ends.length; k++) {
    if (k > 0 && ends[k] === ends[k - 1]) continue;
    const node = (ends[k] as number) + 1;
    counts[node] = (counts[node] as number) + 1;
  }
  for (let node = 0; node < size; node++) {
    counts[node + 1] = (counts[node + 1] as number) + (counts[node] as number);
  }
  const nodes = new BigInt64Array(2 * size);
  for (let node = 0; node < size; node++) {
    nodes[2 * node] = BigInt(counts[node] as number);
    nodes[2 * node + 1] = BigInt(counts[node + 1] as number);
  }
  const ranges = new BigInt64Array(2 * (counts[size] as number));
  const next = counts.slice();
  for (let k = 0; k < ends.length; ) {
    const node = ends[k] as number;
    const first = k;
    while (k < ends.length && ends[k] === node) k++;
    const range = next[node] as number;
    next[node] = range + 1;
    ranges[2 * range] = BigInt(first);
    ranges[2 * range + 1] = BigInt(k);
  }
  return { nodes, ranges };
}
