/**
 * Solve `(A + penalty) X = B` for a symmetric A by Cholesky decomposition, in place; B becomes X.
 *
 * A has `size` rows, B as many with `columns` each. Returns whether A is positive definite.
 */
export function solveRidge(
  a: Float64Array,
  b: Float64Array,
  { size, columns, penalty }: { size: number; columns: number; penalty: number },
): boolean {
  for (let j = 0; j < size; j++) {
    const own = j * size;
    let pivot = (a[own + j] as number) + penalty;
    for (let k = 0; k < j; k++) {
      const one = a[own + k] as number;
      pivot -= one * one;
    }
    if (!(pivot > 0)) return false;
    const root = Math.sqrt(pivot);
    a[own + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = a[i * size + j] as number;
      for (let k = 0; k < j; k++) sum -= (a[i * size + k] as number) * (a[own + k] as number);
      a[i * size + j] = sum / root;
    }
  }
  const subtract = (row: number, factor: number, from: number): void => {
    for (let c = 0; c < columns; c++) {
      const at = row * columns + c;
      b[at] = (b[at] as number) - factor * (b[from * columns + c] as number);
    }
  };
  const divide = (row: number): void => {
    const root = a[row * size + row] as number;
    for (let c = 0; c < columns; c++)
      b[row * columns + c] = (b[row * columns + c] as number) / root;
  };
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtract(i, a[i * size + k] as number, k);
    divide(i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) subtract(i, a[k * size + i] as number, k);
    divide(i);
  }
  return true;
}
