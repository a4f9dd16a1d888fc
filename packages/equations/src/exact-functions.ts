/** The built-in functions whose value IEEE arithmetic gives exactly, on every machine alike. */
export const exactFunctions: Readonly<Record<string, (...args: readonly number[]) => number>> = {
  abs: (x = Number.NaN) => Math.abs(x),
  ceil: (x = Number.NaN) => Math.ceil(x),
  floor: (x = Number.NaN) => Math.floor(x),
  sqrt: (x = Number.NaN) => Math.sqrt(x),
  sign: (x = Number.NaN) => Math.sign(x),
  int: (x = Number.NaN) => Math.trunc(x),
  min: (a = Number.NaN, b = Number.NaN) => Math.min(a, b),
  max: (a = Number.NaN, b = Number.NaN) => Math.max(a, b),
  clip: (x = Number.NaN, low = Number.NaN, high = Number.NaN) => Math.min(Math.max(x, low), high),
  // Brian2's slack: a time one rounding below a multiple of the step still counts as the multiple.
  timestep: (t = Number.NaN, dt = Number.NaN) => Math.trunc((t + 1e-3 * dt) / dt),
  modulo: (a = Number.NaN, b = Number.NaN) => modulo(a, b),
  floor_divide: (a = Number.NaN, b = Number.NaN) => Math.floor((a - modulo(a, b)) / b + 0.5),
};

// The remainder of the division toward zero is exact; Python's has the sign of the divisor.
function modulo(a: number, b: number): number {
  const remainder = a % b;
  if (remainder === 0) return b < 0 ? -0 : 0;
  return remainder < 0 === b < 0 ? remainder : remainder + b;
}
