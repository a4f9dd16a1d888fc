/** A square matrix in row-major order. */
export type Matrix = Float64Array;

/** Write the product of two square matrices; every sum runs in ascending order of the inner index. */
export function multiplyInto(into: Matrix, [a, b]: readonly [Matrix, Matrix], n: number): void {
  into.fill(0);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < n; k++) {
      const left = a[row + k] as number;
      if (left === 0) continue;
      const other = k * n;
      for (let j = 0; j < n; j++) {
        into[row + j] = (into[row + j] as number) + left * (b[other + j] as number);
      }
    }
  }
}

/** Return the largest column sum of magnitudes (1-norm). */
export function oneNorm(a: Matrix, n: number): number {
  let largest = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(a[i * n + j] ?? 0);
    if (sum > largest || Number.isNaN(sum)) largest = sum;
  }
  return largest;
}

/** Solve `left x = right` by Gaussian elimination with partial pivoting; both are overwritten. */
export function solve(left: Matrix, right: Matrix, n: number): Matrix {
  for (let k = 0; k < n; k++) {
    swapRows([left, right], [k, pivotRow(left, k, n)], n);
    const pivot = left[k * n + k] as number;
    for (let i = k + 1; i < n; i++) {
      const factor = (left[i * n + k] as number) / pivot;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) subtractAt(left, i * n + j, factor * (left[k * n + j] as number));
      for (let j = 0; j < n; j++) {
        subtractAt(right, i * n + j, factor * (right[k * n + j] as number));
      }
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = left[i * n + i] as number;
    for (let j = 0; j < n; j++) {
      for (let k = i + 1; k < n; k++) {
        subtractAt(right, i * n + j, (left[i * n + k] as number) * (right[k * n + j] as number));
      }
      right[i * n + j] = (right[i * n + j] as number) / pivot;
    }
  }
  return right;
}

function subtractAt(a: Matrix, at: number, amount: number): void {
  a[at] = (a[at] as number) - amount;
}

function pivotRow(a: Matrix, k: number, n: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(a[i * n + k] ?? 0) > Math.abs(a[best * n + k] ?? 0)) best = i;
  }
  return best;
}

function swapRows(
  matrices: readonly Matrix[],
  [first, second]: readonly [number, number],
  n: number,
): void {
  if (first === second) return;
  for (const a of matrices) {
    for (let j = 0; j < n; j++) {
      const held = a[first * n + j] ?? 0;
      a[first * n + j] = a[second * n + j] ?? 0;
      a[second * n + j] = held;
    }
  }
}
