import { bothBounds, type Dependence, pynnParameters } from "./dependence.ts";

/** Weight-independent steps as fractions of w_max (Song and others 2000). */
export const additive: Dependence<typeof pynnParameters> = {
  about: "steps that do not depend on the weight",
  weightUnit: "nA",
  parameters: pynnParameters,
  potentiate: (pairs) => `weight + a_plus * w_max * ${pairs}`,
  depress: (pairs) => `weight - a_minus * w_max * ${pairs}`,
  bounds: bothBounds,
};
