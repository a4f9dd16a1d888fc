/**
 * A batch of square matrices with a common sparsity pattern: the values of an entry in all of them, or undefined if it
 * is zero in each.
 */
export type MatrixBatch = (Float64Array | undefined)[];

/** Number of matrices in a batch, and of rows in each. */
export interface BatchShape {
  readonly count: number;
  readonly n: number;
}

/**
 * Multiply the matrices of two batches; sums are evaluated in the same order as in `multiplyInto`, hence with the same
 * bits.
 */
export function multiplyBatch(
  a: MatrixBatch,
  b: MatrixBatch,
  { count, n }: BatchShape,
): MatrixBatch {
  const into: MatrixBatch = new Array(n * n).fill(undefined);
  for (let at = 0; at < n * n; at++) {
    const [row, column] = [Math.floor(at / n) * n, at % n];
    for (let k = 0; k < n; k++) {
      const [left, right] = [a[row + k], b[k * n + column]];
      if (left === undefined || right === undefined) continue;
      const sum = into[at] ?? new Float64Array(count);
      into[at] = sum;
      for (let m = 0; m < count; m++) {
        sum[m] = (sum[m] as number) + (left[m] as number) * (right[m] as number);
      }
    }
  }
  return into;
}

/** A batch with its factor. */
export type Scaled = readonly [batch: MatrixBatch, factor: number];

/** Add three batches, each scaled by a factor, term by term; then add `one`, if given, to the diagonal. */
export function combineBatch(
  [[a, f], [b, g], [c, h]]: readonly [Scaled, Scaled, Scaled],
  { count, n }: BatchShape,
  one?: number,
): MatrixBatch {
  const zero = new Float64Array(count);
  return Array.from({ length: n * n }, (_, at) => {
    const onDiagonal = one !== undefined && at % (n + 1) === 0;
    if ((a[at] ?? b[at] ?? c[at]) === undefined && !onDiagonal) return undefined;
    const [x, y, z] = [a[at] ?? zero, b[at] ?? zero, c[at] ?? zero];
    const into = new Float64Array(count);
    for (let m = 0; m < count; m++) {
      into[m] = 0 + f * (x[m] as number) + g * (y[m] as number) + h * (z[m] as number);
    }
    if (onDiagonal) for (let m = 0; m < count; m++) into[m] = (into[m] as number) + one;
    return into;
  });
}

/** Add two batches, or subtract the second from the first if `sign` is -1. */
export function addBatch(
  [a, b]: readonly [MatrixBatch, MatrixBatch],
  { count }: BatchShape,
  sign: 1 | -1 = 1,
): MatrixBatch {
  const zero = new Float64Array(count);
  return a.map((left, at) => {
    const right = b[at];
    if (left === undefined && right === undefined) return undefined;
    const [x, y] = [left ?? zero, right ?? zero];
    const into = new Float64Array(count);
    if (sign === 1) for (let m = 0; m < count; m++) into[m] = (x[m] as number) + (y[m] as number);
    else for (let m = 0; m < count; m++) into[m] = (x[m] as number) - (y[m] as number);
    return into;
  });
}

/**
 * Solve `left x = right` for all matrices by Gaussian elimination; both are overwritten.
 *
 * Rows are not exchanged: returns the matrices that would need it, whose solutions must not be used.
 */
export function solveBatch(left: MatrixBatch, right: MatrixBatch, shape: BatchShape): Uint8Array {
  const { count, n } = shape;
  const isOdd = new Uint8Array(count);
  const factor = new Float64Array(count);
  for (let k = 0; k < n; k++) {
    const pivot = left[k * n + k] ?? new Float64Array(count);
    for (let i = k + 1; i < n; i++) {
      const below = left[i * n + k];
      if (below === undefined) continue;
      for (let m = 0; m < count; m++) {
        if (!(Math.abs(below[m] as number) <= Math.abs(pivot[m] as number))) isOdd[m] = 1;
        factor[m] = (below[m] as number) / (pivot[m] as number);
      }
      for (let j = k + 1; j < n; j++) subtract(left, [i * n + j, k * n + j], factor);
      for (let j = 0; j < n; j++) subtract(right, [i * n + j, k * n + j], factor);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const pivot = left[i * n + i] ?? new Float64Array(count);
    for (let j = 0; j < n; j++) {
      for (let k = i + 1; k < n; k++) {
        const above = left[i * n + k];
        if (above !== undefined) subtract(right, [i * n + j, k * n + j], above);
      }
      const solved = right[i * n + j];
      if (solved === undefined) continue;
      for (let m = 0; m < count; m++) solved[m] = (solved[m] as number) / (pivot[m] as number);
    }
  }
  return isOdd;
}

/** Subtract a multiple of one entry from another. */
function subtract(
  of: MatrixBatch,
  [at, from]: readonly [number, number],
  factor: Float64Array,
): void {
  const taken = of[from];
  if (taken === undefined) return;
  const into = of[at] ?? new Float64Array(taken.length);
  of[at] = into;
  for (let m = 0; m < taken.length; m++) {
    into[m] = (into[m] as number) - (factor[m] as number) * (taken[m] as number);
  }
}
