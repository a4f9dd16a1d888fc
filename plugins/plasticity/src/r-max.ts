import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Reward maximization along the gradient of the likelihood of the target's spikes. */
export const rMax = definePlasticity({
  name: "r-max",
  about: "Reward maximization: the eligibility is the gradient of the target's log-likelihood.",
  cite: [
    "doi:10.3389/fncir.2015.00085",
    "doi:10.1523/JNEUROSCI.6249-09.2010",
    "doi:10.1162/neco.2006.18.6.1318",
  ],
  weightUnit: "pA",
  parameters: {
    tau_psp: timeConstant("20 ms", "time constant of the response to a presynaptic spike"),
    tau_e: timeConstant("500 ms", "time constant of the eligibility"),
    rate_0: { default: "60 Hz", about: "escape rate at the threshold", min: "0 Hz" },
    v_threshold: { default: "-55 mV", about: "threshold of the escape rate" },
    delta_u: { default: "2 mV", about: "width of the escape rate", min: "0 mV", exclusive: true },
    eta: { default: "0.1 pA*mV", about: "learning rate", min: "0 pA*mV" },
    trials: { default: 5, about: "number of trials in the running mean of rewards", min: 1 },
    w_min: { default: "0 pA", about: "least weight" },
    w_max: { default: "5 pA", about: "greatest weight" },
  },
  reads: { v: { of: "post", variable: "v", unit: "mV" } },
  traces: { x_pre: { of: "pre", decay: "tau_psp", about: "response to presynaptic spikes" } },
  state: {
    eligibility: { initial: 0, unit: "1/mV", about: "gradient of the log-likelihood" },
    usual: { initial: 0, unit: "1", about: "running mean of rewards" },
  },
  expressions: {
    rate: {
      value: "rate_0 * exp((v - v_threshold) / delta_u)",
      unit: "Hz",
      about: "firing rate predicted from the target's potential",
    },
  },
  modulators: { reward: { unit: "1", about: "reward of this trial" } },
  // Fremaux and Gerstner 2016: (S_post - rate) * (response to S_pre) / delta_u is the log-likelihood's gradient.
  dynamics: {
    eligibility: { derivative: "-eligibility / tau_e - rate * x_pre / delta_u", when: "step" },
  },
  on: {
    pre: { x_pre: "x_pre + 1" },
    post: { eligibility: "eligibility + x_pre / delta_u" },
    reward: {
      weight: "weight + eta * (reward - usual) * eligibility",
      usual: "usual + (reward - usual) / trials",
    },
  },
  bounds: { weight: { min: "w_min", max: "w_max" } },
});
