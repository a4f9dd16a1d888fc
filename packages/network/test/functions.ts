import type { FunctionTable } from "@spikeloom/equations";

/** Functions for formulas under test; the last bit does not matter here. */
export const functions: FunctionTable = {
  exp: (x = Number.NaN) => Math.exp(x),
  log: (x = Number.NaN) => Math.log(x),
  sin: (x = Number.NaN) => Math.sin(x),
  power: (base = Number.NaN, exponent = Number.NaN) => base ** exponent,
};
