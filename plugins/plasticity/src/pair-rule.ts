import type { ParameterRecord, PlasticityDefinition } from "@spikeloom/kernel";
import type { Dependence } from "./dependences/dependence.ts";
import { type Pairing, pairTimes } from "./pairings/pairing.ts";

/** Rule defined by a pairing and a weight dependence, without name and source. */
export type PairRule<P> = Omit<PlasticityDefinition, "name" | "about" | "cite" | "parameters"> & {
  readonly parameters: typeof pairTimes & P;
};

/** Combine a spike pairing and a weight dependence. */
export function pairRule<P extends Readonly<Record<string, ParameterRecord>>>(
  pairing: Pairing,
  { weightUnit, parameters, potentiate, depress, bounds }: Dependence<P>,
): PairRule<P> {
  const { traces, state, dynamics, on, potentiation, depression } = pairing;
  return {
    weightUnit,
    parameters: { ...pairTimes, ...parameters },
    traces,
    ...(state && { state }),
    ...(dynamics && { dynamics }),
    on: {
      pre: { ...on.pre, weight: depress(depression) },
      post: { ...on.post, weight: potentiate(potentiation) },
    },
    bounds,
  };
}
