import type { FunctionTable } from "@spikeloom/equations";

/**
 * Random numbers for drawing values.
 *
 * Each neuron or row of synapses has its own.
 */
export interface ValueStream {
  uniform(): number;
  /** Fill with the results of as many calls of `uniform`. */
  uniforms(out: Float64Array): void;
  integer(below: number): number;
  normal(): number;
  /** Fill with the results of as many calls of `normal`. */
  normals(out: Float64Array): void;
  exponential(): number;
  gamma(shape: number): number;
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
}

/** The random functions of formulas, drawing from the current stream. */
export function randomFunctions(current: () => ValueStream): FunctionTable {
  return {
    rand: () => current().uniform(),
    randn: () => current().normal(),
    poisson: (mean = Number.NaN) => current().poisson(mean),
  };
}
