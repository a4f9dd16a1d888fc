import { definePlasticity, type PlasticityModel } from "@spikeloom/kernel";
import { additive } from "./dependences/additive.ts";
import { additiveMultiplicative } from "./dependences/additive-multiplicative.ts";
import type { Dependence } from "./dependences/dependence.ts";
import { guetig } from "./dependences/guetig.ts";
import { multiplicative } from "./dependences/multiplicative.ts";
import { nest } from "./dependences/nest.ts";
import { powerLaw } from "./dependences/power-law.ts";
import { vanRossum } from "./dependences/van-rossum.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";
import { nearestSymmetric } from "./pairings/nearest-symmetric.ts";
import type { Pairing } from "./pairings/pairing.ts";
import { presynapticCentred } from "./pairings/presynaptic-centred.ts";
import { restrictedSymmetric } from "./pairings/restricted-symmetric.ts";

const pairings = {
  "all-to-all": allToAll,
  "nearest-symmetric": nearestSymmetric,
  "presynaptic-centred": presynapticCentred,
  "restricted-symmetric": restrictedSymmetric,
} as const;

const dependences = {
  additive,
  multiplicative,
  "additive-multiplicative": additiveMultiplicative,
  guetig,
  nest,
  "power-law": powerLaw,
  "van-rossum": vanRossum,
} as const;

/** Components of a pair rule. */
export interface PairStdpParts {
  /** Name of the rule to define. */
  readonly name: string;
  /** Spike pairing. */
  readonly pairing: keyof typeof pairings;
  /** Weight dependence. */
  readonly dependence: keyof typeof dependences;
}

/**
 * Define a pair rule from a pairing and a weight dependence.
 *
 * Any of the four pairings can be combined with any of the seven dependences; parameters are those of the components.
 */
export function pairStdp({ name, pairing, dependence }: PairStdpParts): PlasticityModel {
  const [pairs, steps] = [pairings[pairing] as Pairing, dependences[dependence]];
  return definePlasticity({
    name,
    about: `Spike pairs of ${pairs.about}; ${steps.about}.`,
    cite: ["doi:10.1007/s00422-008-0233-1"],
    ...pairRule(pairs, steps as Dependence<typeof steps.parameters>),
  }) as PlasticityModel;
}
