import type { ResolvedEdges } from "./resolve-edges.ts";

/** Groups edges of equal keys, keeping their order; the lists are overwritten by the next piece. */
export type EdgeSorter = (edges: ResolvedEdges) => ResolvedEdges;

/** Maximum number of keys for counting sort; with more, a piece has few edges of each key. */
const mostKeys = 2 ** 16;

/** Create a sorter for pieces of edges whose keys are below a number. */
export function edgeSorter(keyCount: number): EdgeSorter {
  if (keyCount > mostKeys) return (edges) => edges;
  const starts = new Uint32Array(keyCount + 1);
  let room = emptyEdges(0);
  return (edges) => {
    const { count, keys } = edges;
    const first = keys[0] as number;
    let run = 1;
    while (run < count && keys[run] === first) run++;
    if (run >= count) return edges;
    if (room.keys.length < count) room = emptyEdges(count);
    starts.fill(0);
    for (let k = 0; k < count; k++) {
      const next = (keys[k] as number) + 1;
      starts[next] = (starts[next] as number) + 1;
    }
    for (let key = 1; key <= keyCount; key++) {
      starts[key] = (starts[key] as number) + (starts[key - 1] as number);
    }
    for (let k = 0; k < count; k++) {
      const key = keys[k] as number;
      const at = starts[key] as number;
      starts[key] = at + 1;
      room.keys[at] = key;
      room.sources[at] = edges.sources[k] as number;
      room.targets[at] = edges.targets[k] as number;
      room.weights[at] = edges.weights[k] as number;
      room.delays[at] = edges.delays[k] as number;
    }
    return { ...room, count };
  };
}

function emptyEdges(count: number): Omit<ResolvedEdges, "count"> {
  return {
    keys: new Uint32Array(count),
    sources: new Uint32Array(count),
    targets: new Uint32Array(count),
    weights: new Float64Array(count),
    delays: new Float64Array(count),
  };
}
