import { type Balanced, balance } from "./balance.ts";
import { matrixNotFinite } from "./errors.ts";
import { combine, identity, type Matrix, multiplyMatrices, oneNorm, solve } from "./matrix.ts";

// Coefficients of the [13/13] Padé approximant of exp and the largest norm at which its error stays
// below half an ulp: N. J. Higham 2005, doi:10.1137/04061101X, eq. 2.2 and table 2.3.
const pade: readonly [number, ...number[]] = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
  10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
];
const largestNorm = 5.371920351148152;

/**
 * Compute the exponential of an n by n matrix given row after row.
 *
 * Balancing, scaling and squaring with the [13/13] Padé approximant. Plain double arithmetic in a
 * fixed order: the same bits on every machine. Throws `SL_MATRIX_NOT_FINITE` on NaN or overflow.
 */
export function matrixExponential(a: Float64Array, n: number): Float64Array {
  if (!a.every(Number.isFinite)) throw matrixNotFinite({ what: "An entry of the matrix" });
  const needsScaling = oneNorm(a, n) > largestNorm;
  const { balanced, scale } = needsScaling ? balance(a, n) : unbalanced(a, n);
  const { scaled, squarings } = scaleDown(balanced, n);
  let result = approximate(scaled, n);
  for (let k = 0; k < squarings; k++) result = multiplyMatrices(result, result, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const factor = (scale[i] ?? 1) / (scale[j] ?? 1);
      result[i * n + j] = (result[i * n + j] ?? 0) * factor;
    }
  }
  if (!result.every(Number.isFinite)) throw matrixNotFinite({ what: "The matrix exponential" });
  return result;
}

function unbalanced(a: Matrix, n: number): Balanced {
  return { balanced: a, scale: new Float64Array(n).fill(1) };
}

function scaleDown(a: Matrix, n: number): { scaled: Matrix; squarings: number } {
  let norm = oneNorm(a, n);
  if (!Number.isFinite(norm)) throw matrixNotFinite({ what: "The norm of the matrix" });
  let factor = 1;
  let squarings = 0;
  while (norm > largestNorm) {
    norm /= 2;
    factor /= 2;
    squarings += 1;
  }
  return { scaled: a.map((entry) => entry * factor), squarings };
}

function approximate(a: Matrix, n: number): Matrix {
  const b = (k: number): number => pade[k] ?? 0;
  const one = identity(n);
  const a2 = multiplyMatrices(a, a, n);
  const a4 = multiplyMatrices(a2, a2, n);
  const a6 = multiplyMatrices(a2, a4, n);
  const oddHigh = combine(n, [b(13), a6], [b(11), a4], [b(9), a2]);
  const oddLow = combine(n, [b(7), a6], [b(5), a4], [b(3), a2], [b(1), one]);
  const odd = multiplyMatrices(
    a,
    combine(n, [1, multiplyMatrices(a6, oddHigh, n)], [1, oddLow]),
    n,
  );
  const evenHigh = combine(n, [b(12), a6], [b(10), a4], [b(8), a2]);
  const evenLow = combine(n, [b(6), a6], [b(4), a4], [b(2), a2], [b(0), one]);
  const even = combine(n, [1, multiplyMatrices(a6, evenHigh, n)], [1, evenLow]);
  return solve(combine(n, [1, even], [-1, odd]), combine(n, [1, even], [1, odd]), n);
}
