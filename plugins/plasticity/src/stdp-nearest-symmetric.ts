import { definePlasticity } from "@spikeloom/kernel";
import { nest } from "./dependences/nest.ts";
import { pairRule } from "./pair-rule.ts";
import { nearestSymmetric } from "./pairings/nearest-symmetric.ts";

/** Pair-based plasticity that pairs each spike with the last one of the other side. */
export const stdpNearestSymmetric = definePlasticity({
  name: "stdp-nearest-symmetric",
  about: "Pair-based plasticity that pairs each spike with the last one of the other side.",
  cite: ["doi:10.1007/s00422-008-0233-1"],
  // Morrison, Diesmann and Gerstner 2008, figure 7A.
  ...pairRule(nearestSymmetric, nest),
});
