import type { Operations } from "./operations.ts";

const largest = 16;

/**
 * Compute `base**exponent` if it is defined by products and roots, else undefined.
 *
 * Integers from -16 to 16 by repeated squaring (`x**3` is `x*x*x`, `x**4` the square of `x*x`), negative ones as the reciprocal;
 * 0.5 as the square root.
 */
export function powerByProducts<V, M>(
  o: Pick<Operations<V, M>, "constant" | "mul" | "div" | "sqrt">,
  base: V,
  exponent: number,
): V | undefined {
  if (exponent === 0.5) return o.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > largest) return undefined;
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
