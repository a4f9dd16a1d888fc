// maths: used in checks and estimates alone; whatever is drawn or simulated gets the caller's functions.
import type { FunctionTable } from "@spikeloom/equations";

const nan = Number.NaN;

/**
 * The host's functions, for checks and estimates only.
 *
 * Their last bit differs between machines, so they must not influence results.
 */
export const approximateFunctions: FunctionTable = {
  sin: (x = nan) => Math.sin(x),
  cos: (x = nan) => Math.cos(x),
  tan: (x = nan) => Math.tan(x),
  sinh: (x = nan) => Math.sinh(x),
  cosh: (x = nan) => Math.cosh(x),
  tanh: (x = nan) => Math.tanh(x),
  arcsin: (x = nan) => Math.asin(x),
  arccos: (x = nan) => Math.acos(x),
  arctan: (x = nan) => Math.atan(x),
  exp: (x = nan) => Math.exp(x),
  log: (x = nan) => Math.log(x),
  log10: (x = nan) => Math.log10(x),
  expm1: (x = nan) => Math.expm1(x),
  log1p: (x = nan) => Math.log1p(x),
  exprel: (x = nan) => (x === 0 ? 1 : Math.expm1(x) / x),
  power: (base = nan, exponent = nan) => base ** exponent,
};
