import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Homeostatic scaling of all weights of a neuron by a PI controller. */
export const synapticScaling = definePlasticity({
  name: "synaptic-scaling",
  about: "All weights of a neuron are scaled towards a target rate, by error and its integral.",
  cite: ["doi:10.1523/JNEUROSCI.20-23-08812.2000", "doi:10.1038/36103"],
  parameters: {
    tau_rate: timeConstant("100000 ms", "time constant of the target's rate"),
    rate_target: { default: "50 Hz", about: "desired rate of the target", min: "0 Hz" },
    beta: { default: 0.00004, about: "proportional gain for the rate error", min: 0 },
    gamma: { default: "1e-7 Hz", about: "integral gain for the rate error", min: "0 Hz" },
  },
  traces: { rate: { of: "post", decay: "tau_rate", unit: "Hz", about: "rate of the target" } },
  state: { missed: { initial: 0, unit: "1", about: "integral of the rate error" } },
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
