import { definePlasticity } from "@spikeloom/kernel";
import { additiveMultiplicative } from "./dependences/additive-multiplicative.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity with constant potentiation and proportional depression. */
export const stdpAdditiveMultiplicative = definePlasticity({
  name: "stdp-additive-multiplicative",
  about:
    "Pair-based plasticity with constant potentiation and proportional depression, all-to-all.",
  cite: ["doi:10.1523/JNEUROSCI.20-23-08812.2000"],
  // Van Rossum, Bi and Turrigiano 2000, without their noise.
  ...pairRule(allToAll, additiveMultiplicative),
});
