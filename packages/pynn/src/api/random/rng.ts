import type { DistributionName, DistributionValues } from "./distribution-names.ts";

/** A sequence of random numbers. */
export interface Draws {
  /** Draw from [0, 1). */
  uniform(): number;
  /** Draw an integer from 0 to n - 1. */
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
  /** Draw a permutation of 0 to n - 1. */
  permutation(n: number): Uint32Array;
  /** Draw `count` distinct integers below a bound; NumPy's are the start of a permutation. */
  distinct(below: number, count: number): Uint32Array;
}

/** A source of random numbers for connectors and distributions. */
export interface Rng {
  readonly kind: "numpy" | "keyed";
  readonly seed: number;
  /** Open the sequence of a purpose: the only sequence of a `numpy` source, a separate one otherwise. */
  open(purpose: string): Draws;
  /** Open a sequence that does not advance the source, like PyNN's copies. */
  copy(purpose: string): Draws;
  /** Draw `n` numbers from a distribution, by default uniform on [0, 1). */
  next<D extends DistributionName = "uniform">(
    n: number,
    distribution?: D,
    parameters?: DistributionValues<D>,
  ): Float64Array;
  /** Draw a permutation of 0 to n - 1. */
  permutation(n: number): Uint32Array;
}
