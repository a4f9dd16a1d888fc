/** Weights with the precision of the file. */
export type Weights = Float64Array | Float32Array;

/** A weighted sum from source elements to target elements. */
export type Matrix =
  | { readonly kind: "identity"; readonly sources: number; readonly targets: number }
  | {
      readonly kind: "dense";
      readonly sources: number;
      readonly targets: number;
      /** One row per source. */
      readonly values: Weights;
    }
  | Entries;

/** Non-zero entries in any order; several of a pair are added. */
export interface Entries {
  readonly kind: "entries";
  readonly sources: number;
  readonly targets: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly values: Weights;
  /** Delay of each entry in steps; zero if missing. */
  readonly delays?: Uint32Array | undefined;
}

/** A growing list of entries. */
export interface EntryList {
  push(from: number, to: number, value: number, delay?: number): void;
  done(size: { readonly sources: number; readonly targets: number }): Entries;
}

/** Create an empty list. */
export function entryList(): EntryList {
  let room = { from: new Uint32Array(64), to: new Uint32Array(64), values: new Float64Array(64) };
  let delays: Uint32Array | undefined;
  let count = 0;
  const grow = (): void => {
    const { from, to, values } = room;
    room = { from: doubled(from), to: doubled(to), values: doubled(values) };
    delays &&= doubled(delays);
  };
  return {
    push(source, target, value, delay = 0) {
      if (count === room.from.length) grow();
      room.from[count] = source;
      room.to[count] = target;
      room.values[count] = value;
      if (delay > 0) {
        delays ??= new Uint32Array(room.from.length);
        delays[count] = delay;
      }
      count += 1;
    },
    done: ({ sources, targets }) => ({
      kind: "entries",
      sources,
      targets,
      from: room.from.subarray(0, count),
      to: room.to.subarray(0, count),
      values: room.values.subarray(0, count),
      delays: delays?.subarray(0, count),
    }),
  };
}

function doubled<A extends Uint32Array | Float64Array>(values: A): A {
  const larger = new (values.constructor as new (length: number) => A)(2 * values.length);
  larger.set(values);
  return larger;
}

/** List the non-zero weights. */
export function entriesOf(matrix: Matrix): Entries {
  if (matrix.kind === "entries") return matrix;
  return matrix.kind === "dense" ? nonZero(matrix) : diagonal(matrix);
}

function diagonal({ sources, targets }: Matrix): Entries {
  const from = new Uint32Array(sources).map((_, k) => k);
  const values = new Float32Array(sources).fill(1);
  return { kind: "entries", sources, targets, from, to: from, values };
}

function nonZero({ sources, targets, values }: Extract<Matrix, { kind: "dense" }>): Entries {
  const count = values.length - zerosIn(values);
  const [from, to] = [new Uint32Array(count), new Uint32Array(count)];
  const kept = values instanceof Float32Array ? new Float32Array(count) : new Float64Array(count);
  let at = 0;
  for (let source = 0; source < sources; source++) {
    for (let target = 0; target < targets; target++) {
      const value = values[source * targets + target] as number;
      if (value === 0) continue;
      from[at] = source;
      to[at] = target;
      kept[at] = value;
      at += 1;
    }
  }
  return { kind: "entries", sources, targets, from, to, values: kept };
}

/** Count the zero weights. */
export function zerosIn(values: Weights): number {
  let zeros = 0;
  for (let k = 0; k < values.length; k++) if (values[k] === 0) zeros += 1;
  return zeros;
}

/** Scale all weights of a matrix. */
export function scaled(matrix: Matrix, factor: number): Matrix {
  if (factor === 1) return matrix;
  const entries = matrix.kind === "identity" ? entriesOf(matrix) : matrix;
  return { ...entries, values: Float64Array.from(entries.values, (value) => factor * value) };
}

/** Add two matrices of the same shape. */
export function sum(a: Matrix, b: Matrix): Matrix {
  const both = [entriesOf(a), entriesOf(b)].map((entries) => ({ entries, rows: rowsOf(entries) }));
  const isDelayed = both.some(({ entries }) => entries.delays !== undefined);
  return gathered({ ...a, isDelayed }, (source, add) => {
    for (const { entries, rows } of both) {
      for (let at = rows.starts[source] ?? 0; at < (rows.starts[source + 1] ?? 0); at++) {
        const k = rows.order[at] ?? 0;
        add(entries.to[k] ?? 0, entries.values[k] ?? 0, entries.delays?.[k] ?? 0);
      }
    }
  });
}

/** Maximum number of products of entries for one matrix. */
const mostProducts = 2 ** 28;

/** Multiply two matrices; undefined if it would exceed the limit. */
export function product(first: Matrix, second: Matrix): Matrix | undefined {
  if (first.kind === "identity") return second;
  if (second.kind === "identity") return first;
  const [a, b] = [entriesOf(first), entriesOf(second)];
  const [left, right] = [rowsOf(a), rowsOf(b)];
  let work = 0;
  for (const middle of a.to) work += (right.starts[middle + 1] ?? 0) - (right.starts[middle] ?? 0);
  if (work > mostProducts) return undefined;
  const isDelayed = a.delays !== undefined || b.delays !== undefined;
  const { sources } = a;
  return gathered({ sources, targets: b.targets, isDelayed }, (source, add) => {
    for (let at = left.starts[source] ?? 0; at < (left.starts[source + 1] ?? 0); at++) {
      const k = left.order[at] ?? 0;
      const [middle, weight, delay] = [a.to[k] ?? 0, a.values[k] ?? 0, a.delays?.[k] ?? 0];
      for (let on = right.starts[middle] ?? 0; on < (right.starts[middle + 1] ?? 0); on++) {
        const other = right.order[on] ?? 0;
        const value = weight * (b.values[other] ?? 0);
        add(b.to[other] ?? 0, value, delay + (b.delays?.[other] ?? 0));
      }
    }
  });
}

type Add = (target: number, value: number, delay: number) => void;

interface Gathered {
  readonly sources: number;
  readonly targets: number;
  /** Entries with different delays are not added. */
  readonly isDelayed: boolean;
}

/** Merge entries of the same pair, source by source. */
function gathered(
  { sources, targets, isDelayed }: Gathered,
  row: (source: number, add: Add) => void,
): Entries {
  const list = entryList();
  const sums = new Float64Array(targets);
  const lastSource = new Int32Array(targets).fill(-1);
  for (let source = 0; source < sources; source++) {
    const touched: number[] = [];
    row(source, (target, value, delay) => {
      if (isDelayed) return list.push(source, target, value, delay);
      if (lastSource[target] !== source) touched.push(target);
      sums[target] = lastSource[target] === source ? (sums[target] ?? 0) + value : value;
      lastSource[target] = source;
    });
    for (const target of touched) list.push(source, target, sums[target] ?? 0);
  }
  return list.done({ sources, targets });
}

/** Apply a matrix to constants. */
export function applied(matrix: Matrix, values: Float64Array): Float64Array {
  if (matrix.kind === "identity") return values;
  const out = new Float64Array(matrix.targets);
  if (matrix.kind === "dense") {
    matrix.values.forEach((weight, k) => {
      const target = k % matrix.targets;
      const value = values[Math.floor(k / matrix.targets)] ?? 0;
      if (weight !== 0) out[target] = (out[target] ?? 0) + weight * value;
    });
    return out;
  }
  const { from, to, values: weights } = matrix;
  for (let k = 0; k < from.length; k++) {
    out[to[k] ?? 0] = (out[to[k] ?? 0] ?? 0) + (weights[k] ?? 0) * (values[from[k] ?? 0] ?? 0);
  }
  return out;
}

interface Rows {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
}

function rowsOf({ sources, from }: Entries): Rows {
  const starts = new Uint32Array(sources + 1);
  for (const source of from) starts[source + 1] = (starts[source + 1] ?? 0) + 1;
  for (let k = 0; k < sources; k++) starts[k + 1] = (starts[k + 1] ?? 0) + (starts[k] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(from.length);
  from.forEach((source, k) => {
    const at = next[source] ?? 0;
    order[at] = k;
    next[source] = at + 1;
  });
  return { starts, order };
}
