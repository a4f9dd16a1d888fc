import { applyBuiltIn, javascriptF64 } from "@spikeloom/equations/functions";

// The simulator's own functions give the same bits on every machine, which `Math` does not guarantee.

/** Compute e to the power of x. */
export const exp = (x: number): number => applyBuiltIn(javascriptF64, "exp", [x]);

/** Compute the natural logarithm. */
export const log = (x: number): number => applyBuiltIn(javascriptF64, "log", [x]);

/** Compute the sine of radians. */
export const sin = (x: number): number => applyBuiltIn(javascriptF64, "sin", [x]);

/** Compute the cosine of radians. */
export const cos = (x: number): number => applyBuiltIn(javascriptF64, "cos", [x]);

/** Compute the arc tangent in radians. */
const arctan = (x: number): number => applyBuiltIn(javascriptF64, "arctan", [x]);

/** Compute the angle of a point in radians, from -pi to pi. */
export function angleOf(x: number, y: number): number {
  if (x === 0 && y === 0) return 0;
  const side = y < 0 ? -1 : 1;
  if (Math.abs(y) > Math.abs(x)) return side * (Math.PI / 2) - arctan(x / y);
  return x > 0 ? arctan(y / x) : arctan(y / x) + side * Math.PI;
}
