import { definePlasticity } from "@spikeloom/kernel";
import { powerLaw } from "./dependences/power-law.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity with potentiation by a power of the weight, all-to-all. */
export const stdpPowerLaw = definePlasticity({
  name: "stdp-power-law",
  about: "Pair-based plasticity with potentiation by a power of the weight, all-to-all.",
  cite: ["doi:10.1162/neco.2007.19.6.1437"],
  // Morrison, Aertsen and Diesmann 2007, the fit of Bi and Poo's data: lambda w_0^(1 - mu) w^mu and lambda alpha w.
  ...pairRule(allToAll, powerLaw),
});
