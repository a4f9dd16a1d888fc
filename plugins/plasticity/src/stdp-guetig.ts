import { definePlasticity } from "@spikeloom/kernel";
import { guetig } from "./dependences/guetig.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity between additive and multiplicative, all-to-all. */
export const stdpGuetig = definePlasticity({
  name: "stdp-guetig",
  about: "Pair-based plasticity between additive and multiplicative, all-to-all.",
  cite: ["doi:10.1523/JNEUROSCI.23-09-03697.2003"],
  // Guetig and others 2003, equations 1 and 2.
  ...pairRule(allToAll, guetig),
});
