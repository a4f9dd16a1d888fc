import type { Operations } from "./operations.ts";

/**
 * Evaluate a polynomial, lowest coefficient first.
 *
 * Even and odd powers are evaluated in parallel, long polynomials in blocks of four (Estrin 1960): instruction-level parallelism
 * matters more than the number of operations.
 */
export function polynomial<V, M>(o: Operations<V, M>, coefficients: readonly number[], x: V): V {
  const last = coefficients.length - 1;
  if (last < 3) return horner(o, coefficients, { x, from: last, step: 1 });
  const square = o.mul(x, x);
  if (last >= 6) return blocks(o, coefficients, { x, square });
  const even = horner(o, coefficients, { x: square, from: last - (last % 2), step: 2 });
  const odd = horner(o, coefficients, { x: square, from: last - 1 + (last % 2), step: 2 });
  return o.add(even, o.mul(x, odd));
}

function horner<V, M>(
  o: Operations<V, M>,
  coefficients: readonly number[],
  { x, from, step }: { readonly x: V; readonly from: number; readonly step: number },
): V {
  let sum = o.constant(coefficients[from] ?? 0);
  for (let i = from - step; i >= 0; i -= step) {
    sum = o.add(o.constant(coefficients[i] ?? 0), o.mul(x, sum));
  }
  return sum;
}

function blocks<V, M>(
  o: Operations<V, M>,
  coefficients: readonly number[],
  { x, square }: { readonly x: V; readonly square: V },
): V {
  const fourth = o.mul(square, square);
  const pair = (i: number): V => {
    const low = o.constant(coefficients[i] ?? 0);
    const next = coefficients[i + 1];
    return next === undefined ? low : o.add(low, o.mul(x, o.constant(next)));
  };
  const block = (i: number): V =>
    i + 2 < coefficients.length ? o.add(pair(i), o.mul(square, pair(i + 2))) : pair(i);
  const last = coefficients.length - 1;
  let start = last - (last % 4);
  let sum = block(start);
  for (start -= 4; start >= 0; start -= 4) sum = o.add(block(start), o.mul(fourth, sum));
  return sum;
}
