import { bothBounds, type Dependence, pynnParameters } from "./dependence.ts";

/** Steps proportional to the distance from the approached bound (Rubin and others 2001). */
export const multiplicative: Dependence<typeof pynnParameters> = {
  about: "steps proportional to the distance from the approached bound",
  weightUnit: "nA",
  parameters: pynnParameters,
  potentiate: (pairs) => `weight + a_plus * (w_max - weight) * ${pairs}`,
  depress: (pairs) => `weight - a_minus * (weight - w_min) * ${pairs}`,
  bounds: bothBounds,
};
