import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";
import { timeConstant } from "./time-constant.ts";

/** Pairings leave an eligibility that dopamine continuously turns into changes. */
export const dopamine = definePlasticity({
  name: "dopamine",
  about: "Pairings leave an eligibility that dopamine continuously converts to weight changes.",
  cite: ["doi:10.1093/cercor/bhl152"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    tau_c: timeConstant("1000 ms", "time constant of the eligibility"),
    a_plus: { default: "0.1 pA", about: "eligibility of a pre-before-post pair" },
    a_minus: { default: "0.15 pA", about: "eligibility of a post-before-pre pair, negative" },
    w_max: { default: "4 pA", about: "greatest weight" },
  },
  traces: windowTraces,
  state: { c: { initial: 0, unit: "pA", about: "eligibility" } },
  modulators: {
    dopamine: { unit: "1/s", about: "dopamine concentration, as a rate of change" },
  },
  // Izhikevich 2007, equations 1 and 2.
  dynamics: {
    c: { derivative: "-c / tau_c", when: "event" },
    weight: { derivative: "c * dopamine", when: "step" },
  },
  on: {
    pre: { x_pre: "x_pre + 1", c: "c - a_minus * x_post" },
    post: { x_post: "x_post + 1", c: "c + a_plus * x_pre" },
  },
  bounds: { weight: { min: "0*pA", max: "w_max" } },
});
