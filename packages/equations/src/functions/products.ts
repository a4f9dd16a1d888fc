import type { Operations } from "./operations.ts";

const largest = 16;

/** Test whether powers with an exponent are defined by products and roots. */
export function hasProducts(exponent: number): boolean {
  return exponent === 0.5 || (Number.isInteger(exponent) && Math.abs(exponent) <= largest);
}

/**
 * Compute `base**exponent` by products and roots.
 *
 * The exponent is one of `hasProducts`: integers from -16 to 16 by repeated squaring (`x**3` is `x*x*x`, `x**4` the square of
 * `x*x`), negative ones as the reciprocal; 0.5 as the square root.
 */
export function powerByProducts<V, M>(
  o: Pick<Operations<V, M>, "constant" | "mul" | "div" | "sqrt">,
  base: V,
  exponent: number,
): V {
  if (exponent === 0.5) return o.sqrt(base);
  if (exponent === 0) return o.constant(1);
  const product = powerOf(o, base, Math.abs(exponent));
  return exponent < 0 ? o.div(o.constant(1), product) : product;
}

function powerOf<V, M>(o: Pick<Operations<V, M>, "mul">, base: V, exponent: number): V {
  if (exponent === 1) return base;
  const half = powerOf(o, base, Math.floor(exponent / 2));
  const square = o.mul(half, half);
  return exponent % 2 === 0 ? square : o.mul(square, base);
}
