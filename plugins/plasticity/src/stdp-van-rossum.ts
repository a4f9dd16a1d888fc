import { definePlasticity } from "@spikeloom/kernel";
import { vanRossum } from "./dependences/van-rossum.ts";
import { pairRule } from "./pair-rule.ts";
import { allToAll } from "./pairings/all-to-all.ts";

/** Pair-based plasticity: constant potentiation, proportional depression, noise. */
export const stdpVanRossum = definePlasticity({
  name: "stdp-van-rossum",
  about: "Pair-based plasticity with constant potentiation, proportional depression and noise.",
  cite: ["doi:10.1523/JNEUROSCI.20-23-08812.2000"],
  // Van Rossum, Bi and Turrigiano 2000: steps c_p + v w and -c_d w + v w, with Gaussian v, over all pairs.
  ...pairRule(allToAll, vanRossum),
});
