import type { ParameterRecord, PlasticityDefinition } from "@spikeloom/kernel";
import type { Dependence } from "./dependences/dependence.ts";
import { type Pairing, pairTimes } from "./pairings/pairing.ts";

/** What a pairing and a dependence on the weight make together: all of a rule but its name and source. */
export type PairRule<P> = Omit<PlasticityDefinition, "name" | "about" | "cite" | "parameters"> & {
  readonly parameters: typeof pairTimes & P;
};

/** Put together which spikes make pairs and how a pair changes the weight. */
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
