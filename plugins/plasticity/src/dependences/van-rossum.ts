import type { Dependence } from "./dependence.ts";

const parameters = {
  c_p: { default: "0.007 nS", about: "potentiation by a pair with zero lag", min: "0 nS" },
  c_d: { default: 0.003, about: "depression by a pair with zero lag, as a fraction", min: 0 },
  sigma: { default: 0.015, about: "noise of a step, as a fraction of the weight", min: 0 },
} as const;

/** Constant potentiation, proportional depression, and noise proportional to the weight. */
export const vanRossum: Dependence<typeof parameters> = {
  about: "constant potentiation, proportional depression, and noise proportional to the weight",
  weightUnit: "nS",
  parameters,
  potentiate: (pairs) => `weight + (c_p + sigma * weight * randn()) * ${pairs}`,
  depress: (pairs) => `weight - (c_d * weight + sigma * weight * randn()) * ${pairs}`,
  bounds: { weight: { min: "0*nS" } },
};
