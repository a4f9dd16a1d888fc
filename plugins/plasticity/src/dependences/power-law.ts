import type { Dependence } from "./dependence.ts";

const parameters = {
  lambda_0: { default: 0.1, about: "learning rate" },
  alpha: { default: 0.11, about: "depression, relative to potentiation" },
  mu: { default: 0.4, about: "exponent of potentiation", min: 0 },
  w_ref: {
    default: "1 pA",
    about: "reference weight of the power law",
    min: "0 pA",
    exclusive: true,
  },
} as const;

/** Potentiation by a power of the weight, depression proportional to it (Morrison and others 2007). */
export const powerLaw: Dependence<typeof parameters> = {
  about: "potentiation by a power of the weight, depression proportional to it",
  weightUnit: "pA",
  parameters,
  potentiate: (pairs) => `weight + lambda_0 * w_ref * max(weight / w_ref, 0)**mu * ${pairs}`,
  depress: (pairs) => `weight - alpha * lambda_0 * weight * ${pairs}`,
  bounds: { weight: { min: "0*pA" } },
};
