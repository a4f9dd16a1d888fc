import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";
import { tripletSteps, tripletTimes, tripletTraces } from "./triplet-rule.ts";

/** Triplet rule whose traces remember only the last spike. */
export const stdpTripletNearest = definePlasticity({
  name: "stdp-triplet-nearest",
  about: "Triplet rule with fast and slow traces of both sides that remember only the last spike.",
  cite: ["doi:10.1523/JNEUROSCI.1425-06.2006"],
  weightUnit: "pA",
  parameters: {
    // Table 3: the full model for visual cortex, for a weight of 1.
    ...tripletTimes,
    tau_x: timeConstant("714 ms", "decay of r_2"),
    tau_y: timeConstant("40 ms", "decay of o_2"),
    a2_plus: { default: "8.8e-11 pA", about: "potentiation by a pair" },
    a2_minus: { default: "0.0066 pA", about: "depression by a pair" },
    a3_plus: { default: "0.053 pA", about: "potentiation by a triplet of post, pre, post" },
    a3_minus: { default: "0.0031 pA", about: "depression by a triplet of pre, post, pre" },
    w_max: { default: "100 pA", about: "greatest weight" },
  },
  traces: tripletTraces,
  on: {
    pre: { r_1: "1", r_2: "1", weight: tripletSteps.pre },
    post: { o_1: "1", o_2: "1", weight: tripletSteps.post },
  },
  bounds: { weight: { min: "0*pA", max: "w_max" } },
});
