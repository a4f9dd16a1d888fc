import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";
import { timeConstant } from "./time-constant.ts";

/** Pair-based plasticity whose eligibility is multiplied by the reward. */
export const mstdpet = definePlasticity({
  name: "mstdpet",
  about: "Pairings leave an eligibility that the reward continuously converts to weight changes.",
  cite: ["doi:10.1162/neco.2007.19.6.1468"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    tau_z: timeConstant("25 ms", "time constant of the eligibility"),
    a_plus: { default: 1, about: "amplitude of pre before post" },
    a_minus: { default: -1, about: "amplitude of post before pre" },
    eta: { default: "0.01 pA", about: "learning rate", min: "0 pA" },
    w_min: { default: "0 pA", about: "least weight" },
    w_max: { default: "5 pA", about: "greatest weight" },
  },
  traces: windowTraces,
  state: { z: { initial: 0, unit: "1/ms", about: "eligibility" } },
  modulators: { reward: { unit: "1", about: "reward, negative for punishment" } },
  // Florian 2007, modulated STDP with eligibility trace: w' = eta r z, tau_z z' = -z + zeta.
  dynamics: {
    z: { derivative: "-z / tau_z", when: "event" },
    weight: { derivative: "eta * reward * z", when: "step" },
  },
  on: {
    pre: { x_pre: "x_pre + 1", z: "z + a_minus * x_post / tau_z" },
    post: { x_post: "x_post + 1", z: "z + a_plus * x_pre / tau_z" },
  },
  bounds: { weight: { min: "w_min", max: "w_max" } },
});
