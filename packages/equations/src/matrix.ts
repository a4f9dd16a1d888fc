/** A square matrix, row after row. */
export type Matrix = Float64Array;

/** Give the unit matrix. */
export function identity(n: number): Matrix {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) result[i * n + i] = 1;
  return result;
}

/** Multiply two square matrices; every sum runs in ascending order of the inner index. */
export function multiplyMatrices(a: Matrix, b: Matrix, n: number): Matrix {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const left = a[i * n + k] ?? 0;
      if (left === 0) continue;
      for (let j = 0; j < n; j++) {
        result[i * n + j] = (result[i * n + j] ?? 0) + left * (b[k * n + j] ?? 0);
      }
    }
  }
  return result;
}

/** Add matrices, each with a factor, term after term. */
export function combine(
  n: number,
  ...terms: readonly (readonly [factor: number, matrix: Matrix])[]
): Matrix {
  const result = new Float64Array(n * n);
  for (const [factor, matrix] of terms) {
    for (let k = 0; k < result.length; k++) {
      result[k] = (result[k] ?? 0) + factor * (matrix[k] ?? 0);
    }
  }
  return result;
}

/** Give the largest sum of magnitudes in a column. */
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
    const pivot = left[k * n + k] ?? 0;
    for (let i = k + 1; i < n; i++) {
      const factor = (left[i * n + k] ?? 0) / pivot;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) subtractAt(left, [i * n + j, k * n + j], factor);
      for (let j = 0; j < n; j++) subtractAt(right, [i * n + j, k * n + j], factor);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < n; j++) {
      for (let k = i + 1; k < n; k++)
        subtractAt(right, [i * n + j, k * n + j], left[i * n + k] ?? 0);
      right[i * n + j] = (right[i * n + j] ?? 0) / (left[i * n + i] ?? 0);
    }
  }
  return right;
}

function subtractAt(a: Matrix, [target, source]: readonly [number, number], factor: number): void {
  a[target] = (a[target] ?? 0) - factor * (a[source] ?? 0);
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
