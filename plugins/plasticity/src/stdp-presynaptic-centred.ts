import { definePlasticity } from "@spikeloom/kernel";
import { nest } from "./dependences/nest.ts";
import { pairRule } from "./pair-rule.ts";
import { presynapticCentred } from "./pairings/presynaptic-centred.ts";

/** Pair-based plasticity of each presynaptic spike with its two neighbours. */
export const stdpPresynapticCentred = definePlasticity({
  name: "stdp-presynaptic-centred",
  about: "Pair-based plasticity of each presynaptic spike with its two postsynaptic neighbours.",
  cite: ["doi:10.1007/s00422-008-0233-1"],
  // Morrison, Diesmann and Gerstner 2008, figure 7B.
  ...pairRule(presynapticCentred, nest),
});
