import type { FunctionTable } from "@spikeloom/equations";

/**
 * The random numbers that values are drawn with.
 *
 * One neuron or one row of synapses has its own.
 */
export interface ValueStream {
  uniform(): number;
  integer(below: number): number;
  normal(): number;
  exponential(): number;
  gamma(shape: number): number;
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
}

/** The random functions of formulas, drawing from whatever stream is current. */
export function randomFunctions(current: () => ValueStream): FunctionTable {
  return {
    rand: () => current().uniform(),
    randn: () => current().normal(),
    poisson: (mean = Number.NaN) => current().poisson(mean),
  };
}
