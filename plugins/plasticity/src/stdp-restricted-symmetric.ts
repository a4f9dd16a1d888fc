import { definePlasticity } from "@spikeloom/kernel";
import { nest } from "./dependences/nest.ts";
import { pairRule } from "./pair-rule.ts";
import { restrictedSymmetric } from "./pairings/restricted-symmetric.ts";

/** Pair-based plasticity of directly successive spikes. */
export const stdpRestrictedSymmetric = definePlasticity({
  name: "stdp-restricted-symmetric",
  about: "Pair-based plasticity of directly successive spikes.",
  cite: ["doi:10.1007/s00422-008-0233-1"],
  // Morrison, Diesmann and Gerstner 2008, figure 7C.
  ...pairRule(restrictedSymmetric, nest),
});
