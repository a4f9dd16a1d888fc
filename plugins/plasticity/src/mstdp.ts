import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";

/** Pair-based plasticity whose steps are multiplied by the reward. */
export const mstdp = definePlasticity({
  name: "mstdp",
  about: "Pair-based plasticity whose steps are multiplied by the current reward.",
  cite: ["doi:10.1162/neco.2007.19.6.1468"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    a_plus: { default: 1, about: "amplitude of pre before post" },
    a_minus: { default: -1, about: "amplitude of post before pre" },
    eta: { default: "0.01 pA", about: "learning rate", min: "0 pA" },
    w_min: { default: "0 pA", about: "least weight" },
    w_max: { default: "5 pA", about: "greatest weight" },
  },
  traces: windowTraces,
  modulators: { reward: { unit: "1", about: "reward, negative for punishment" } },
  // Florian 2007, modulated STDP: eta r zeta.
  on: {
    pre: { x_pre: "x_pre + 1", weight: "weight + eta * reward * a_minus * x_post" },
    post: { x_post: "x_post + 1", weight: "weight + eta * reward * a_plus * x_pre" },
  },
  bounds: { weight: { min: "w_min", max: "w_max" } },
});
