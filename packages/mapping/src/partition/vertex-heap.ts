/** Vertices in a queue, the one with the largest key first; the lower number where keys are equal. */
export interface VertexHeap {
  readonly size: () => number;
  /** Key of the first vertex; -Infinity if there is none. */
  readonly top: () => number;
  /** Add to the key of a vertex, which joins the queue with this key if it is not in it. */
  raise(vertex: number, by: number): void;
  /** Remove the first vertex. */
  pop(): number;
  clear(): void;
}

/** Create a binary heap for vertices below a number, whose keys only grow while they wait. */
export function vertexHeap(vertices: number): VertexHeap {
  const keys = new Float64Array(vertices);
  const places = new Int32Array(vertices).fill(-1);
  const heap = new Int32Array(vertices);
  let size = 0;
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [keys[a] as number, keys[b] as number];
    return one > other || (one === other && a < b);
  };
  const put = (vertex: number, at: number): void => {
    heap[at] = vertex;
    places[vertex] = at;
  };
  const rise = (vertex: number, from: number): void => {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above] as number;
      if (!isBefore(vertex, other)) break;
      put(other, at);
      at = above;
    }
    put(vertex, at);
  };
  const sink = (vertex: number): void => {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      const right = below + 1;
      if (right < size && isBefore(heap[right] as number, heap[below] as number)) below = right;
      const other = heap[below] as number;
      if (!isBefore(other, vertex)) break;
      put(other, at);
      at = below;
    }
    put(vertex, at);
  };
  return {
    size: () => size,
    top: () => (size === 0 ? Number.NEGATIVE_INFINITY : (keys[heap[0] as number] as number)),
    raise(vertex, by) {
      const at = places[vertex] as number;
      keys[vertex] = at < 0 ? by : (keys[vertex] as number) + by;
      rise(vertex, at < 0 ? size++ : at);
    },
    pop() {
      const first = heap[0] as number;
      places[first] = -1;
      size--;
      if (size > 0) sink(heap[size] as number);
      return first;
    },
    clear() {
      for (let k = 0; k < size; k++) places[heap[k] as number] = -1;
      size = 0;
    },
  };
}
