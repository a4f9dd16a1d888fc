import { definePlasticity } from "@spikeloom/kernel";
import { nest } from "./dependences/nest.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity of NEST's stdp_synapse, all-to-all. */
export const stdpNest = definePlasticity({
  name: "stdp-nest",
  about:
    "Pair-based plasticity between additive and multiplicative, all-to-all, in NEST's parameters.",
  cite: [
    "doi:10.1523/JNEUROSCI.23-09-03697.2003",
    "https://nest-simulator.readthedocs.io/en/v3.8/models/stdp_synapse.html",
  ],
  // Guetig and others 2003, equations 1 and 2: lambda is lambda_0.
  ...pairRule(allToAll, nest),
});
