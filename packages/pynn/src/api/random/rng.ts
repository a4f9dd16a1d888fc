import type { DistributionName, DistributionValues } from "./distribution-names.ts";

/** Random numbers in sequence. */
export interface Draws {
  /** Draw from [0, 1). */
  uniform(): number;
  /** Draw a whole number from 0 to n - 1. */
  below(n: number): number;
  /** Draw from the standard normal distribution. */
  normal(): number;
  /** Draw from the exponential distribution of mean 1. */
  exponential(): number;
  /** Draw from the gamma distribution of scale 1. */
  gamma(shape: number): number;
  poisson(lambda: number): number;
  binomial(n: number, p: number): number;
  /** Draw an angle of the von Mises distribution, -pi to pi. */
  vonmises(mu: number, kappa: number): number;
  lognormal(mu: number, sigma: number): number;
  /** Draw an order of the numbers 0 to n - 1. */
  permutation(n: number): Uint32Array;
  /** Draw `count` distinct whole numbers below a bound; those of NumPy are the first of an order. */
  distinct(below: number, count: number): Uint32Array;
}

/** A source of random numbers, as connectors and distributions take it. */
export interface Rng {
  readonly kind: "numpy" | "keyed";
  readonly seed: number;
  /** Open the draws of one purpose: the one sequence of a `numpy` source, a sequence of its own otherwise. */
  open(purpose: string): Draws;
  /** Open draws that leave the source as it was, as PyNN's copies do. */
  copy(purpose: string): Draws;
  /** Draw `n` numbers of a distribution; uniform ones of [0, 1) where none is named. */
  next<D extends DistributionName = "uniform">(
    n: number,
    distribution?: D,
    parameters?: DistributionValues<D>,
  ): Float64Array;
  /** Draw an order of the numbers 0 to n - 1. */
  permutation(n: number): Uint32Array;
}
