import { type Matrix, oneNorm } from "./matrix.ts";

/** A matrix `a` as `scale[i] * balanced[i][j] / scale[j]`, the scales being powers of two. */
export interface Balanced {
  readonly balanced: Matrix;
  readonly scale: Float64Array;
}

const sweeps = 60;
// Rates smaller than this, relative to the norm, are not used as a measure: scales would diverge.
const leastRate = 2 ** -60;

/**
 * Scale the variables by powers of two to reduce large couplings.
 *
 * Couplings between quantities of different units may be much larger than the rates of a system; its norm then requires
 * squarings, which lose digits. After Parlett and Reinsch (doi:10.1007/BF02165404), who skip variables that drive
 * nothing or are driven by nothing: here the largest rate is used for them.
 */
export function balance(a: Matrix, n: number): Balanced {
  const balanced = Float64Array.from(a);
  const scale = new Float64Array(n).fill(1);
  let rate = oneNorm(a, n) * leastRate;
  for (let i = 0; i < n; i++) rate = Math.max(rate, Math.abs(a[i * n + i] ?? 0));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = false;
    for (let i = 0; i < n; i++) {
      const factor = factorFor(balanced, i, { n, rate });
      if (factor === 1) continue;
      changed = true;
      scale[i] = (scale[i] ?? 1) * factor;
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        balanced[j * n + i] = (balanced[j * n + i] ?? 0) * factor;
        balanced[i * n + j] = (balanced[i * n + j] ?? 0) / factor;
      }
    }
    if (!changed) break;
  }
  return { balanced, scale };
}

function factorFor(a: Matrix, i: number, { n, rate }: { n: number; rate: number }): number {
  let column = 0;
  let row = 0;
  for (let j = 0; j < n; j++) {
    if (j === i) continue;
    column += Math.abs(a[j * n + i] ?? 0);
    row += Math.abs(a[i * n + j] ?? 0);
  }
  column = Math.max(column, rate);
  row = Math.max(row, rate);
  if (!(column > 0 && row > 0 && column < 1e150 && row < 1e150)) return 1;
  let factor = 1;
  while (column * 4 <= row) {
    column *= 2;
    row /= 2;
    factor *= 2;
  }
  while (row * 4 <= column) {
    column /= 2;
    row *= 2;
    factor /= 2;
  }
  return factor;
}
