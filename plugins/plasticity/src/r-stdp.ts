import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";
import { timeConstant } from "./time-constant.ts";

/** Pairings leave an eligibility that an unexpected reward turns into a change. */
export const rStdp = definePlasticity({
  name: "r-stdp",
  about: "Pairings leave an eligibility that an unexpected reward converts to a weight change.",
  cite: ["doi:10.1523/JNEUROSCI.6249-09.2010", "doi:10.3389/fncir.2015.00085"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    tau_e: timeConstant("500 ms", "time constant of the eligibility"),
    a_plus: { default: 1, about: "amplitude of pre before post" },
    a_minus: { default: -1, about: "amplitude of post before pre" },
    eta: { default: "0.1 pA", about: "learning rate", min: "0 pA" },
    trials: { default: 5, about: "number of trials in the running mean of rewards", min: 1 },
    w_min: { default: "0 pA", about: "least weight" },
    w_max: { default: "5 pA", about: "greatest weight" },
  },
  traces: windowTraces,
  state: {
    eligibility: { initial: 0, unit: "1", about: "eligibility of recent pairings" },
    usual: { initial: 0, unit: "1", about: "running mean of rewards" },
  },
  modulators: { reward: { unit: "1", about: "reward of this trial" } },
  dynamics: { eligibility: { derivative: "-eligibility / tau_e", when: "event" } },
  // Fremaux, Sprekeler and Gerstner 2010: change = (R - mean of R) * eligibility at the end of a trial.
  on: {
    pre: { x_pre: "x_pre + 1", eligibility: "eligibility + a_minus * x_post" },
    post: { x_post: "x_post + 1", eligibility: "eligibility + a_plus * x_pre" },
    reward: {
      weight: "weight + eta * (reward - usual) * eligibility",
      usual: "usual + (reward - usual) / trials",
    },
  },
  bounds: { weight: { min: "w_min", max: "w_max" } },
});
