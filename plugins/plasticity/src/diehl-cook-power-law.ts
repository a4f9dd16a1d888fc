import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Rule for learning digits that acts only at postsynaptic spikes. */
export const diehlCookPowerLaw = definePlasticity({
  name: "diehl-cook-power-law",
  about: "Postsynaptic spikes raise weights of recently active sources and lower all others.",
  cite: ["doi:10.3389/fncom.2015.00099"],
  weightUnit: "nS",
  parameters: {
    tau_pre: timeConstant("20 ms", "time constant of x_pre"),
    eta: { default: "0.01 nS", about: "learning rate", min: "0 nS" },
    x_target: { default: 0.4, about: "trace at which a weight does not change", min: 0 },
    mu: { default: 0.2, about: "exponent of the weight dependence", min: 0 },
    w_max: { default: "1 nS", about: "greatest weight", min: "0 nS", exclusive: true },
  },
  traces: { x_pre: { of: "pre", decay: "tau_pre", about: "presynaptic trace" } },
  // Diehl and Cook 2015, section 2.3, first rule.
  on: {
    pre: { x_pre: "x_pre + 1" },
    post: {
      // max(): a weight that starts above w_max would have no real power.
      weight: "weight + eta * (x_pre - x_target) * max(1 - weight / w_max, 0)**mu",
    },
  },
  bounds: { weight: { min: "0*nS", max: "w_max" } },
});
