/** Shortest delay above 0 in ms; rounding of long times would lose a shorter one. */
export const leastDelay = 1e-6;

/**
 * Synapses by source: those of source `s` are segments `rows[s]` to `rows[s + 1]`.
 *
 * A segment holds synapses of one projection with one delay, in the order of their creation; the segments of a source are
 * ordered by projection, then by delay. Simultaneous arrivals act in the order of their segments.
 */
export interface Segments {
  /** By number of the neuron in the network. */
  readonly rows: Int32Array;
  readonly delays: Float64Array;
  /** Index of the projection of a segment. */
  readonly route: Uint16Array;
  /** The synapses of segment `k` are `begins[k]` to `begins[k + 1]`. */
  readonly begins: Int32Array;
}

/** Starts of the rows of a projection with one delay, by source from `first` on. */
export interface Extent {
  readonly first: number;
  readonly starts: Float64Array;
  readonly delay: number;
}

/** Divide rows in which the synapses of each projection have one delay. */
export function wholeRows(begins: Float64Array, extents: readonly Extent[]): Segments {
  const neurons = begins.length - 1;
  const rows = new Int32Array(neurons + 1);
  /** Call for each segment that is not empty. */
  const visit = (act: (s: number, route: number, begin: number) => void): void => {
    // By source, the start of the next projection ends a segment.
    const ends = begins.slice(1);
    for (let route = extents.length - 1; route >= 0; route--) {
      const { first, starts } = extents[route] as Extent;
      for (let k = 0; k < starts.length; k++) {
        const [begin, s] = [starts[k] as number, first + k];
        if (begin < (ends[s] as number)) act(s, route, begin);
        ends[s] = begin;
      }
    }
  };
  visit((s) => {
    rows[s + 1] = (rows[s + 1] as number) + 1;
  });
  for (let s = 0; s < neurons; s++) rows[s + 1] = (rows[s + 1] as number) + (rows[s] as number);
  const segments = rows[neurons] as number;
  const found = {
    delays: new Float64Array(segments),
    route: new Uint16Array(segments),
    begins: new Int32Array(segments + 1),
  };
  const last = rows.slice(1);
  visit((s, route, begin) => {
    const segment = (last[s] as number) - 1;
    last[s] = segment;
    found.delays[segment] = (extents[route] as Extent).delay;
    found.route[segment] = route;
    found.begins[segment] = begin;
  });
  found.begins[segments] = begins[neurons] as number;
  return { rows, ...found };
}

/** Columns of synapses, by source. */
export interface RowColumns {
  readonly delays: Float64Array;
  readonly routes: Uint16Array;
  /** Further columns, which are sorted likewise. */
  readonly others: readonly (Float64Array | Int32Array | Uint32Array)[];
}

/**
 * Sort each row by projection and delay, and divide it into segments.
 *
 * Synapses of one projection and delay stay in the order of their creation.
 */
export function dividedRows(begins: Float64Array, columns: RowColumns): Segments {
  const { delays, routes } = columns;
  const neurons = begins.length - 1;
  const rows = new Int32Array(neurons + 1);
  let segments = 0;
  for (let s = 0; s < neurons; s++) {
    const [from, until] = [begins[s] as number, begins[s + 1] as number];
    sortRow(from, until, columns);
    for (let k = from; k < until; k++) {
      const isNew = k === from || delays[k] !== delays[k - 1] || routes[k] !== routes[k - 1];
      if (isNew) segments++;
    }
    rows[s + 1] = segments;
  }
  const found = {
    delays: new Float64Array(segments),
    route: new Uint16Array(segments),
    begins: new Int32Array(segments + 1),
  };
  let segment = -1;
  for (let s = 0; s < neurons; s++) {
    const [from, until] = [begins[s] as number, begins[s + 1] as number];
    for (let k = from; k < until; k++) {
      if (k > from && delays[k] === delays[k - 1] && routes[k] === routes[k - 1]) continue;
      segment++;
      found.delays[segment] = delays[k] as number;
      found.route[segment] = routes[k] as number;
      found.begins[segment] = k;
    }
  }
  found.begins[segments] = begins[neurons] as number;
  return { rows, ...found };
}

function sortRow(from: number, until: number, { delays, routes, others }: RowColumns): void {
  const isBefore = (a: number, b: number): boolean => {
    const [one, other] = [routes[a] as number, routes[b] as number];
    return one < other || (one === other && (delays[a] as number) <= (delays[b] as number));
  };
  let isSorted = true;
  for (let k = from + 1; k < until && isSorted; k++) isSorted = isBefore(k - 1, k);
  if (isSorted) return;
  const order = Uint32Array.from({ length: until - from }, (_, k) => from + k).sort((a, b) => {
    const byRoute = (routes[a] as number) - (routes[b] as number);
    return byRoute || (delays[a] as number) - (delays[b] as number) || a - b;
  });
  for (const column of [delays, routes, ...others]) {
    const sorted = Array.from(order, (k) => column[k] as number);
    column.set(sorted, from);
  }
}
