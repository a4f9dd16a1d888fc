import { definePlasticity } from "@spikeloom/kernel";
import { additive } from "./dependences/additive.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based spike-timing dependent plasticity, additive, all-to-all. */
export const stdpPair = definePlasticity({
  name: "stdp-pair",
  about: "Pair-based spike-timing dependent plasticity, additive, all-to-all.",
  cite: ["doi:10.1038/78829", "doi:10.1007/s00422-008-0233-1"],
  // Song, Miller and Abbott 2000: the window F of the lag, in fractions of w_max.
  ...pairRule(allToAll, additive),
});
