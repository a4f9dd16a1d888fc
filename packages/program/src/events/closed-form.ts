import { wholePower } from "./exponentials.ts";

/**
 * Numbers of neurons: those of neuron `n` begin at `n * stride`.
 *
 * With a stride of 0, all neurons share them.
 */
export interface NeuronNumbers {
  readonly stride: number;
  readonly values: Float64Array;
}

/** Factors of a sparse matrix of each neuron, in the same places for all. */
export interface SparseMatrix extends NeuronNumbers {
  readonly to: Uint16Array;
  readonly from: Uint16Array;
}

/**
 * Linear equations and their solution; the last variable is the constant 1.
 *
 * `x_to(s) = sum of factor * x_from * s^power * e^(rate s)` over the terms.
 */
export interface LinearFlow {
  /** Coefficients: `dx_to/dt = sum of factor * x_from`. */
  readonly matrix: SparseMatrix;
  /** Distinct rates, in 1/ms; the first is 0. */
  readonly rates: NeuronNumbers & { readonly count: number };
  readonly terms: FlowTerms;
}

/** Terms of the solution of linear equations, in the order of their rates. */
export interface FlowTerms extends SparseMatrix {
  /** Index of the rate. */
  readonly mode: Uint16Array;
  readonly power: Uint16Array;
}

/** One number, or one for each neuron. */
export type Column = Float64Array;

/** Coefficients by variable and by the variable read; missing ones are 0. */
export type Coefficients = readonly ReadonlyMap<number, Column>[];

/** Reason for which equations have no solution in this form. */
export interface Unsolved {
  readonly kind: "loop" | "growth" | "close";
  readonly variable: number;
  /** Rates that are too close. */
  readonly rates?: readonly [number, number];
}

/**
 * Solve equations of which each drives only later ones, with real rates up to 0.
 *
 * Each variable is a sum of exponentials with polynomial factors, which the next one integrates: a rate of its own is resonant and
 * raises the degree, others leave it as it is.
 */
export function solveFlow(a: Coefficients, size: number): LinearFlow | Unsolved {
  const order = inOrder(a);
  if (!Array.isArray(order)) return order as Unsolved;
  const own = a.map((row, k) => row.get(k) ?? Float64Array.of(0));
  const constant = a.length - 1;
  const grows = own.findIndex((rates) => rates.some((rate) => !(rate <= 0)));
  if (grows >= 0) return { kind: "growth", variable: grows };
  const distinct: Column[] = [Float64Array.of(0)];
  const modeOf = own.map((rates) => {
    const found = distinct.findIndex((one) => sameColumn(one, rates));
    return found >= 0 ? found : distinct.push(rates) - 1;
  });
  const isShared = a.every((row) => [...row.values()].every(({ length }) => length === 1));
  const rows = Array.from({ length: isShared ? 1 : size }, () => new Map<string, number>());
  for (const [n, row] of rows.entries()) {
    const solved: Sum[] = a.map(() => new Map());
    for (const to of order as readonly number[]) {
      const task = { rate: at(own[to] as Column, n), mode: modeOf[to] as number };
      const sum = solved[to] as Sum;
      addTo(sum, to, task.mode, [1]);
      for (const [from, column] of a[to] as ReadonlyMap<number, Column>) {
        if (from === to || at(column, n) === 0) continue;
        for (const { of, mode, weights } of (solved[from] as Sum).values()) {
          const driving = { of, mode, rate: at(distinct[mode] as Column, n), weights };
          const close = drive(sum, { ...driving, by: at(column, n), task });
          if (close) return { kind: "close", variable: to, rates: [driving.rate, task.rate] };
        }
      }
      if (to === constant) continue;
      for (const { of, mode, weights } of sum.values()) {
        weights.forEach((weight, power) => {
          if (weight !== 0) row.set(`${to} ${of} ${mode} ${power}`, weight);
        });
      }
    }
  }
  const modeIn = (key: string): number => Number(key.split(" ")[2]);
  const keys = [...new Set(rows.flatMap((row) => [...row.keys()]))].sort(
    (one, other) => modeIn(one) - modeIn(other),
  );
  const places = keys.map((key) => key.split(" ").map(Number));
  const place = (k: number): Uint16Array => Uint16Array.from(places, (one) => one[k] as number);
  const factors = keys.map((key) => Float64Array.from(rows, (row) => row.get(key) ?? 0));
  return {
    matrix: sparse(a, size),
    rates: { count: distinct.length, ...packed(distinct, size) },
    terms: {
      to: place(0),
      from: place(1),
      mode: place(2),
      power: place(3),
      ...packed(factors, size),
    },
  };
}

/** A sum of terms, by the variable whose initial value they contain and their rate. */
type Sum = Map<string, { readonly of: number; readonly mode: number; readonly weights: number[] }>;

function addTo(sum: Sum, of: number, mode: number, weights: readonly number[]): void {
  const key = `${of} ${mode}`;
  const known = sum.get(key) ?? { of, mode, weights: [] };
  sum.set(key, known);
  weights.forEach((weight, power) => {
    known.weights[power] = (known.weights[power] ?? 0) + weight;
  });
}

/** Relative difference of rates below which the difference of two exponentials loses most digits to cancellation. */
const leastApart = 1e-4;

interface Drive {
  readonly of: number;
  readonly mode: number;
  readonly rate: number;
  readonly weights: readonly number[];
  readonly by: number;
  /** The driven variable. */
  readonly task: { readonly rate: number; readonly mode: number };
}

/** Add the response of `dx/dt = rate x + by * s^p e^(r s)` that begins at 0; return whether the rates are too close. */
function drive(sum: Sum, { of, mode, rate, weights, by, task }: Drive): boolean {
  const apart = rate - task.rate;
  if (apart === 0) {
    addTo(sum, of, task.mode, [0, ...weights.map((weight, p) => (by * weight) / (p + 1))]);
    return false;
  }
  const share = Math.abs(apart) / Math.max(Math.abs(rate), Math.abs(task.rate));
  if (!(wholePower(share, weights.length) > leastApart)) return true;
  // The polynomial q with q' + apart q = by * weights, from its highest power down.
  const response: number[] = [];
  for (let p = weights.length - 1; p >= 0; p--) {
    response[p] = (by * (weights[p] as number) - (p + 1) * (response[p + 1] ?? 0)) / apart;
  }
  addTo(sum, of, mode, response);
  addTo(sum, of, task.mode, [-(response[0] as number)]);
  return false;
}

/** Order variables so that each comes after those that drive it. */
function inOrder(a: Coefficients): readonly number[] | Unsolved {
  const order: number[] = [];
  while (order.length < a.length) {
    const next = a.findIndex(
      (row, k) =>
        !order.includes(k) && [...row.keys()].every((of) => of === k || order.includes(of)),
    );
    if (next < 0) return { kind: "loop", variable: a.findIndex((_, k) => !order.includes(k)) };
    order.push(next);
  }
  return order;
}

/** Collect the non-zero coefficients of equations. */
export function sparse(rows: Coefficients, size: number): SparseMatrix {
  const entries = rows.flatMap((row, to) =>
    [...row].map(([from, column]) => ({ to, from, column })),
  );
  return {
    to: Uint16Array.from(entries, ({ to }) => to),
    from: Uint16Array.from(entries, ({ from }) => from),
    ...packed(
      entries.map(({ column }) => column),
      size,
    ),
  };
}

/** Put the numbers of each neuron side by side. */
export function packed(columns: readonly Column[], size: number): NeuronNumbers {
  const isShared = columns.every((one) => one.every((value) => value === one[0]));
  const count = columns.length;
  const values = new Float64Array(isShared ? count : size * count);
  columns.forEach((column, k) => {
    for (let n = 0; n * count + k < values.length; n++) values[n * count + k] = at(column, n);
  });
  return { stride: isShared ? 0 : count, values };
}

function at(column: Column, n: number): number {
  return column[column.length === 1 ? 0 : n] as number;
}

function sameColumn(a: Column, b: Column): boolean {
  for (let n = 0; n < Math.max(a.length, b.length); n++) if (at(a, n) !== at(b, n)) return false;
  return true;
}
