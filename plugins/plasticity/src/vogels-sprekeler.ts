import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Inhibitory plasticity in NEST's parameters, for weights of either sign. */
export const vogelsSprekeler = definePlasticity({
  name: "vogels-sprekeler",
  about: "Inhibitory plasticity with constant depression, in NEST's parameters, for either sign.",
  cite: [
    "doi:10.1126/science.1211095",
    "https://nest-simulator.readthedocs.io/en/v3.8/models/vogels_sprekeler_synapse.html",
  ],
  weightUnit: "pA",
  parameters: {
    tau: timeConstant("20 ms", "time constant of both traces"),
    eta: { default: "0.001 pA", about: "learning rate", min: "0 pA" },
    alpha: { default: 0.12, about: "depression by a presynaptic spike, in units of eta", min: 0 },
    w_max: { default: "1 pA", about: "bound of the weight; its sign is that of all weights" },
  },
  traces: {
    x_pre: { of: "pre", decay: "tau", about: "presynaptic trace" },
    x_post: { of: "post", decay: "tau", about: "postsynaptic trace" },
  },
  // Potentiation is clipped before depression, as in NEST: a saturated weight ends below the bound.
  on: {
    pre: {
      x_pre: "x_pre + 1",
      weight: "sign(w_max) * max(min(abs(weight) + eta * x_post, abs(w_max)) - alpha * eta, 0*pA)",
    },
    post: {
      x_post: "x_post + 1",
      weight: "sign(w_max) * min(abs(weight) + eta * x_pre, abs(w_max))",
    },
  },
});
