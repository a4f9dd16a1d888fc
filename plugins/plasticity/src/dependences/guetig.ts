import { bothBounds, type Dependence, pynnParameters } from "./dependence.ts";

const parameters = {
  ...pynnParameters,
  mu_plus: { default: 0.5, about: "exponent of potentiation: 0 additive, 1 linear", min: 0 },
  mu_minus: { default: 0.5, about: "exponent of depression: 0 additive, 1 linear", min: 0 },
} as const;

/** Steps by powers of the distance from the approached bound (Guetig and others 2003, equation 2). */
export const guetig: Dependence<typeof parameters> = {
  about: "steps by powers of the distance from the approached bound, relative to the range",
  weightUnit: "nA",
  parameters,
  // max(): a weight that starts outside the bounds would have no real power.
  potentiate: (pairs) =>
    `weight + a_plus * (w_max - w_min) * max((w_max - weight) / (w_max - w_min), 0)**mu_plus * ${pairs}`,
  depress: (pairs) =>
    `weight - a_minus * (w_max - w_min) * max((weight - w_min) / (w_max - w_min), 0)**mu_minus * ${pairs}`,
  bounds: bothBounds,
};
