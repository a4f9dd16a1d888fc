import type { Dependence } from "./dependence.ts";

const parameters = {
  lambda_0: { default: 0.01, about: "learning rate" },
  alpha: { default: 1, about: "depression, relative to potentiation" },
  mu_plus: { default: 1, about: "exponent of potentiation: 0 additive, 1 linear", min: 0 },
  mu_minus: { default: 1, about: "exponent of depression: 0 additive, 1 linear", min: 0 },
  w_max: { default: "100 pA", about: "greatest weight", min: "0 pA", exclusive: true },
} as const;

/** Steps by powers of the weight and of its distance from w_max, in NEST's parameters. */
export const nest: Dependence<typeof parameters> = {
  about: "steps by powers of the distance from the approached bound, in NEST's parameters",
  weightUnit: "pA",
  parameters,
  // max(): a weight that starts outside the bounds would have no real power.
  potentiate: (pairs) =>
    `weight + lambda_0 * w_max * max(1 - weight / w_max, 0)**mu_plus * ${pairs}`,
  depress: (pairs) =>
    `weight - alpha * lambda_0 * w_max * max(weight / w_max, 0)**mu_minus * ${pairs}`,
  bounds: { weight: { min: "0*pA", max: "w_max" } },
};
