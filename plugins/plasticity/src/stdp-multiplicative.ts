import { definePlasticity } from "@spikeloom/kernel";
import { multiplicative } from "./dependences/multiplicative.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity whose steps shrink towards both bounds, all-to-all. */
export const stdpMultiplicative = definePlasticity({
  name: "stdp-multiplicative",
  about: "Pair-based plasticity whose steps shrink towards both bounds, all-to-all.",
  cite: ["doi:10.1103/PhysRevLett.86.364"],
  // Rubin, Lee and Sompolinsky 2001: the steps f(w) of the multiplicative model.
  ...pairRule(allToAll, multiplicative),
});
