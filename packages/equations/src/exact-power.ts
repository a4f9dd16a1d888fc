import type { Expression } from "./expression.ts";

const largest = 16;

/** Give the value of an exponent that is written as a number, or undefined. */
export function literalExponent(e: Expression): number | undefined {
  if (e.kind === "number") return e.value;
  return e.kind === "negate" && e.of.kind === "number" ? -e.of.value : undefined;
}

/**
 * Give `base**exponent` where products and roots define it, else undefined.
 *
 * Integers from -16 to 16 by repeated squaring (`x**3` is `x*x*x`, `x**4` the square of `x*x`),
 * negative ones as the reciprocal; 0.5 as the square root.
 */
export function exactPower(base: number, exponent: number): number | undefined {
  if (exponent === 0.5) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > largest) return undefined;
  const product = powerOf(base, Math.abs(exponent));
  return exponent < 0 ? 1 / product : product;
}

function powerOf(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (exponent === 1) return base;
  const half = powerOf(base, Math.floor(exponent / 2));
  return exponent % 2 === 0 ? half * half : half * half * base;
}
