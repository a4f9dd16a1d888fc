import { type Balanced, balance } from "./balance.ts";
import { matrixNotFinite } from "./errors.ts";
import { type Matrix, multiplyInto, oneNorm, solve } from "./matrix.ts";
import {
  addBatch,
  type BatchShape,
  combineBatch,
  type MatrixBatch,
  multiplyBatch,
  type Scaled,
  solveBatch,
} from "./matrix-batch.ts";

// Coefficients of the [13/13] Padé approximant of exp and the largest norm at which its error stays
// below half an ulp: N. J. Higham 2005, doi:10.1137/04061101X, eq. 2.2 and table 2.3.
const pade = [
  64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000,
  10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
] as const;
const largestNorm = 5.371920351148152;

/**
 * Compute the exponential of an n by n matrix in row-major order.
 *
 * Balancing, scaling and squaring with the [13/13] Padé approximant. Plain double arithmetic in a fixed order: the same bits on
 * every machine. Throws `SL_MATRIX_NOT_FINITE` on NaN or overflow.
 */
export function matrixExponential(a: Float64Array, n: number): Float64Array {
  if (!allFinite(a)) throw matrixNotFinite({ what: "An entry of the matrix" });
  const needsScaling = oneNorm(a, n) > largestNorm;
  const { balanced, scale } = needsScaling ? balance(a, n) : unbalanced(a, n);
  const { scaled, squarings } = scaleDown(balanced, n);
  let result = approximate(scaled, n);
  clearUnreached(result, scaled, n);
  for (let k = 0; k < squarings; k++) {
    const squared = new Float64Array(n * n);
    multiplyInto(squared, [result, result], n);
    result = squared;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const factor = (scale[i] as number) / (scale[j] as number);
      result[i * n + j] = (result[i * n + j] as number) * factor;
    }
  }
  if (!allFinite(result)) throw matrixNotFinite({ what: "The matrix exponential" });
  return result;
}

/**
 * Compute the exponentials of a batch of matrices, bit for bit as `matrixExponential` does.
 *
 * `isLeft` marks those left to that function: matrices too large to be approximated without scaling, and those that need an
 * exchange of rows.
 */
export function exponentialBatch(
  a: MatrixBatch,
  shape: BatchShape,
): { readonly result: MatrixBatch; readonly isLeft: (matrix: number) => boolean } {
  const product = (x: MatrixBatch, y: MatrixBatch): MatrixBatch => multiplyBatch(x, y, shape);
  const a2 = product(a, a);
  const a4 = product(a2, a2);
  const a6 = product(a2, a4);
  const sum = (f: number, g: number, h: number, one?: number): MatrixBatch => {
    const terms: readonly [Scaled, Scaled, Scaled] = [
      [a6, f],
      [a4, g],
      [a2, h],
    ];
    return combineBatch(terms, shape, one);
  };
  const high = product(a6, sum(pade[13], pade[11], pade[9]));
  const odd = product(a, addBatch([high, sum(pade[7], pade[5], pade[3], pade[1])], shape));
  const low = product(a6, sum(pade[12], pade[10], pade[8]));
  const even = addBatch([low, sum(pade[6], pade[4], pade[2], pade[0])], shape);
  const result = addBatch([even, odd], shape);
  const isOdd = solveBatch(addBatch([even, odd], shape, -1), result, shape);
  const norms = normsOf(a, shape);
  const isSound = (m: number): boolean =>
    result.every((entry) => entry === undefined || Number.isFinite(entry[m]));
  // NaN is left to that function as well, which rejects it.
  const isLeft = (m: number): boolean =>
    isOdd[m] === 1 || !((norms[m] as number) <= largestNorm) || !isSound(m);
  return { result, isLeft };
}

/** The largest sum of magnitudes in a column of each matrix. */
function normsOf(a: MatrixBatch, { count, n }: BatchShape): Float64Array {
  const norms = new Float64Array(count);
  for (let j = 0; j < n; j++) {
    const column = new Float64Array(count);
    for (let i = 0; i < n; i++) {
      const entry = a[i * n + j];
      if (entry === undefined) continue;
      for (let m = 0; m < count; m++)
        column[m] = (column[m] as number) + Math.abs(entry[m] as number);
    }
    for (let m = 0; m < count; m++) norms[m] = Math.max(norms[m] as number, column[m] as number);
  }
  return norms;
}

function allFinite(a: Matrix): boolean {
  // For infinite values the difference is NaN too.
  for (let k = 0; k < a.length; k++) if ((a[k] as number) - (a[k] as number) !== 0) return false;
  return true;
}

/**
 * Set entries to 0 if no path of non-zero entries of the matrix leads to them.
 *
 * They are 0 in the exact exponential, but exchanging rows while solving leaves rounding errors in them.
 */
function clearUnreached(result: Matrix, a: Matrix, n: number): void {
  const reached = Uint8Array.from(a, (entry, k) => (entry !== 0 || k % (n + 1) === 0 ? 1 : 0));
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      if (reached[i * n + k] === 0) continue;
      for (let j = 0; j < n; j++) if (reached[k * n + j] === 1) reached[i * n + j] = 1;
    }
  }
  for (let k = 0; k < result.length; k++) if (reached[k] === 0) result[k] = 0;
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
  return { scaled: squarings === 0 ? a : a.map((entry) => entry * factor), squarings };
}

/** Intermediate matrices of an approximant, reused between calls: there may be one call per neuron. */
interface Workspace {
  readonly a2: Matrix;
  readonly a4: Matrix;
  readonly a6: Matrix;
  readonly high: Matrix;
  readonly product: Matrix;
  readonly odd: Matrix;
  readonly even: Matrix;
  readonly left: Matrix;
}

const workspaces = new Map<number, Workspace>();
/** Largest size whose buffers are cached; larger ones are allocated for each call. */
const mostKept = 32;

function workspaceOf(n: number): Workspace {
  const known = workspaces.get(n);
  if (known !== undefined) return known;
  const matrix = (): Matrix => new Float64Array(n * n);
  const made: Workspace = {
    a2: matrix(),
    a4: matrix(),
    a6: matrix(),
    high: matrix(),
    product: matrix(),
    odd: matrix(),
    even: matrix(),
    left: matrix(),
  };
  if (n <= mostKept) workspaces.set(n, made);
  return made;
}

function approximate(a: Matrix, n: number): Matrix {
  const { a2, a4, a6, high, product, odd, even, left } = workspaceOf(n);
  multiplyInto(a2, [a, a], n);
  multiplyInto(a4, [a2, a2], n);
  multiplyInto(a6, [a2, a4], n);
  combineInto(high, [a6, a4, a2], [pade[13], pade[11], pade[9]]);
  multiplyInto(product, [a6, high], n);
  addPolynomial(product, [a6, a4, a2], { n, factors: [pade[7], pade[5], pade[3]], one: pade[1] });
  multiplyInto(odd, [a, product], n);
  combineInto(high, [a6, a4, a2], [pade[12], pade[10], pade[8]]);
  multiplyInto(even, [a6, high], n);
  addPolynomial(even, [a6, a4, a2], { n, factors: [pade[6], pade[4], pade[2]], one: pade[0] });
  const right = new Float64Array(n * n);
  for (let k = 0; k < right.length; k++) {
    left[k] = (even[k] as number) - (odd[k] as number);
    right[k] = (even[k] as number) + (odd[k] as number);
  }
  return solve(left, right, n);
}

type Three<T> = readonly [T, T, T];

/** Write a weighted sum of matrices, term by term. */
function combineInto(into: Matrix, [a, b, c]: Three<Matrix>, [f, g, h]: Three<number>): void {
  for (let k = 0; k < into.length; k++) {
    into[k] = 0 + f * (a[k] as number) + g * (b[k] as number) + h * (c[k] as number);
  }
}

/** Add a weighted sum of matrices and a multiple of the identity. */
function addPolynomial(
  into: Matrix,
  [a, b, c]: Three<Matrix>,
  { n, factors: [f, g, h], one }: { n: number; factors: Three<number>; one: number },
): void {
  for (let k = 0; k < into.length; k++) {
    const low = 0 + f * (a[k] as number) + g * (b[k] as number) + h * (c[k] as number);
    into[k] = (into[k] as number) + (k % (n + 1) === 0 ? low + one : low);
  }
}
