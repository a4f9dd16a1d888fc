/** PyNN's distributions, and the names of their parameters in the order of a list of them. */
export interface DistributionNames {
  readonly binomial: readonly ["n", "p"];
  readonly gamma: readonly ["k", "theta"];
  readonly exponential: readonly ["beta"];
  readonly lognormal: readonly ["mu", "sigma"];
  readonly normal: readonly ["mu", "sigma"];
  readonly normal_clipped: readonly ["mu", "sigma", "low", "high"];
  readonly normal_clipped_to_boundary: readonly ["mu", "sigma", "low", "high"];
  readonly poisson: readonly ["lambda_"];
  readonly uniform: readonly ["low", "high"];
  readonly uniform_int: readonly ["low", "high"];
  readonly vonmises: readonly ["mu", "kappa"];
}

/** The name of a distribution. */
export type DistributionName = keyof DistributionNames;

/** Parameters of a distribution, by name or in PyNN's order. */
export type DistributionValues<D extends DistributionName> =
  | { readonly [Name in DistributionNames[D][number]]: number }
  | NumberFor<DistributionNames[D]>;

type NumberFor<Names extends readonly string[]> = { readonly [At in keyof Names]: number };
