import { javascriptF32 } from "../../src/functions/javascript.ts";
import type { Operations } from "../../src/functions/operations.ts";

const leastNormal = 2 ** -126;

/** Half a unit is reserved for the rounding of the chosen value. */
function near(exact: number, ulps: number, random: () => number): number {
  if (!Number.isFinite(exact) || exact === 0) return Math.fround(exact);
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
  const side = random() < 0.5 ? -1 : 1;
  // The ends are chosen as often as the values between.
  const size = random() < 0.5 ? 1 : random();
  return Math.fround(exact + side * size * (ulps - 0.5) * unit);
}

/**
 * Create the least accurate arithmetic that WGSL allows.
 *
 * Sums and products are rounded at once, as the target writes them; a quotient has an error of 2.5 units
 * in the last place, a root of 6.5, and results below the smallest normal number are flushed to zero.
 */
export function relaxedF32(random: () => number): Operations<number, boolean> {
  const kept = (x: number): number => (Math.abs(x) < leastNormal ? 0 * x : x);
  const { add, sub, mul } = javascriptF32;
  return {
    ...javascriptF32,
    add: (a, b) => kept(add(a, b)),
    sub: (a, b) => kept(sub(a, b)),
    mul: (a, b) => kept(mul(a, b)),
    div: (a, b) => kept(near(a / b, 2.5, random)),
    sqrt: (x) => near(Math.sqrt(x), 6.5, random),
  };
}
