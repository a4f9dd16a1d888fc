import type { ParameterRecord, PlasticityRecord } from "@spikeloom/kernel";

/** How much one pair changes a weight, and between which bounds. */
export interface Dependence<P extends Readonly<Record<string, ParameterRecord>>> {
  readonly about: string;
  readonly weightUnit: string;
  readonly parameters: P;
  /** The weight after a postsynaptic spike, of the sum over its pairs. */
  readonly potentiate: (pairs: string) => string;
  /** The weight after a presynaptic spike, of the sum over its pairs. */
  readonly depress: (pairs: string) => string;
  readonly bounds: NonNullable<PlasticityRecord["bounds"]>;
}

/** Amplitudes, negative ones for the opposite window, and bounds as PyNN names them. */
export const pynnParameters = {
  a_plus: { default: 0.01, about: "potentiation by a pair without lag, as a fraction" },
  a_minus: { default: 0.01, about: "depression by a pair without lag, as a fraction" },
  w_min: { default: "0 nA", about: "least weight" },
  w_max: { default: "1 nA", about: "greatest weight" },
} as const;

/** Bounds that both are parameters. */
export const bothBounds: NonNullable<PlasticityRecord["bounds"]> = {
  weight: { min: "w_min", max: "w_max" },
};
