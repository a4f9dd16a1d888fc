import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Homeostatic scaling of all weights of a neuron, proportional and integral. */
export const synapticScaling = definePlasticity({
  name: "synaptic-scaling",
  about: "All weights of a neuron are scaled until it fires at a rate, by error and its integral.",
  cite: ["doi:10.1523/JNEUROSCI.20-23-08812.2000", "doi:10.1038/36103"],
  parameters: {
    tau_rate: timeConstant("100000 ms", "over which the rate of the target is measured"),
    rate_target: { default: "50 Hz", about: "rate of the target that is aimed at", min: "0 Hz" },
    beta: { default: 0.00004, about: "strength of the answer to a difference of rates", min: 0 },
    gamma: { default: "1e-7 Hz", about: "strength of the answer to its integral", min: "0 Hz" },
  },
  traces: { rate: { of: "post", decay: "tau_rate", unit: "Hz", about: "rate of the target" } },
  state: { missed: { initial: 0, unit: "1", about: "integral of the difference of rates" } },
  // Van Rossum, Bi and Turrigiano 2000: w' = beta w (goal - a) + gamma w times the integral of goal - a.
  dynamics: {
    weight: {
      derivative: "weight * (beta * (rate_target - rate) + gamma * missed)",
      when: "step",
    },
    missed: { derivative: "rate_target - rate", when: "step" },
  },
  on: { post: { rate: "rate + 1 / tau_rate" } },
});
