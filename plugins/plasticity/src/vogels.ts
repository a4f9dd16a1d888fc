import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Inhibitory plasticity that balances excitation. */
export const vogels = definePlasticity({
  name: "vogels",
  about: "Inhibitory plasticity that balances excitation and keeps the target at a rate.",
  cite: ["doi:10.1126/science.1211095"],
  weightUnit: "nS",
  parameters: {
    tau: timeConstant("20 ms", "time constant of both traces"),
    eta: { default: "0.01 nS", about: "learning rate", min: "0 nS" },
    rate_target: { default: "3 Hz", about: "desired rate of the target", min: "0 Hz" },
    w_max: { default: "100 nS", about: "greatest weight" },
  },
  traces: {
    x_pre: { of: "pre", decay: "tau", about: "presynaptic trace" },
    x_post: { of: "post", decay: "tau", about: "postsynaptic trace" },
  },
  expressions: {
    alpha: {
      value: "2 * rate_target * tau",
      unit: "1",
      about: "depression by a presynaptic spike",
    },
  },
  // Vogels and others 2011: near-coincident spikes potentiate, presynaptic ones depress.
  on: {
    pre: { x_pre: "x_pre + 1", weight: "weight + eta * (x_post - alpha)" },
    post: { x_post: "x_post + 1", weight: "weight + eta * x_pre" },
  },
  bounds: { weight: { min: "0*nS", max: "w_max" } },
});
