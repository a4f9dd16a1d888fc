import type { ParameterRecord, PlasticityRecord } from "@spikeloom/kernel";

/** Effect of one pair on a weight, and the bounds of the weight. */
export interface Dependence<P extends Readonly<Record<string, ParameterRecord>>> {
  readonly about: string;
  readonly weightUnit: string;
  readonly parameters: P;
  /** Weight after a postsynaptic spike, as an expression of the sum over its pairs. */
  readonly potentiate: (pairs: string) => string;
  /** Weight after a presynaptic spike, as an expression of the sum over its pairs. */
  readonly depress: (pairs: string) => string;
  readonly bounds: NonNullable<PlasticityRecord["bounds"]>;
}

/** Amplitudes (negative for the opposite window) and bounds, with PyNN's names. */
export const pynnParameters = {
  a_plus: { default: 0.01, about: "potentiation by a pair with zero lag, as a fraction" },
  a_minus: { default: 0.01, about: "depression by a pair with zero lag, as a fraction" },
  w_min: { default: "0 nA", about: "least weight" },
  w_max: { default: "1 nA", about: "greatest weight" },
} as const;

/** Bounds as parameters. */
export const bothBounds: NonNullable<PlasticityRecord["bounds"]> = {
  weight: { min: "w_min", max: "w_max" },
};
