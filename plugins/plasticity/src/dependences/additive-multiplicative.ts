import { bothBounds, type Dependence, pynnParameters } from "./dependence.ts";

/** Constant potentiation, depression proportional to the weight. */
export const additiveMultiplicative: Dependence<typeof pynnParameters> = {
  about: "potentiation does not depend on the weight, depression is proportional to it",
  weightUnit: "nA",
  parameters: pynnParameters,
  potentiate: (pairs) => `weight + a_plus * w_max * ${pairs}`,
  depress: (pairs) => `weight - a_minus * (weight - w_min) * ${pairs}`,
  bounds: bothBounds,
};
