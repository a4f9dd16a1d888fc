import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";
import { tripletSteps, tripletTimes, tripletTraces } from "./triplet-rule.ts";

/** Triplet rule with fast and slow traces of both sides, all-to-all. */
export const stdpTriplet = definePlasticity({
  name: "stdp-triplet",
  about: "Triplet rule with fast and slow traces of both sides, all-to-all.",
  cite: ["doi:10.1523/JNEUROSCI.1425-06.2006"],
  weightUnit: "pA",
  parameters: {
    // Table 3: the full model for visual cortex, for a weight of 1.
    ...tripletTimes,
    tau_x: timeConstant("101 ms", "decay of r_2"),
    tau_y: timeConstant("125 ms", "decay of o_2"),
    a2_plus: { default: "5e-10 pA", about: "potentiation by a pair" },
    a2_minus: { default: "0.007 pA", about: "depression by a pair" },
    a3_plus: { default: "0.0062 pA", about: "potentiation by a triplet of post, pre, post" },
    a3_minus: { default: "0.00023 pA", about: "depression by a triplet of pre, post, pre" },
    w_max: { default: "100 pA", about: "greatest weight" },
  },
  traces: tripletTraces,
  on: {
    pre: { r_1: "r_1 + 1", r_2: "r_2 + 1", weight: tripletSteps.pre },
    post: { o_1: "o_1 + 1", o_2: "o_2 + 1", weight: tripletSteps.post },
  },
  bounds: { weight: { min: "0*pA", max: "w_max" } },
});
