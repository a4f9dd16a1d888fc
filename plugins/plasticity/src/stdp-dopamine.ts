import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";
import { timeConstant } from "./time-constant.ts";

/** Plasticity modulated by released dopamine, integrated exactly between events. */
export const stdpDopamine = definePlasticity({
  name: "stdp-dopamine",
  about:
    "Pairings leave an eligibility that released dopamine converts to weight changes, exactly.",
  cite: ["doi:10.3389/fncom.2010.00141", "doi:10.1093/cercor/bhl152"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    tau_c: timeConstant("1000 ms", "time constant of the eligibility"),
    tau_n: timeConstant("200 ms", "time constant of the dopamine concentration"),
    a_plus: { default: "1 pA", about: "eligibility of a pre-before-post pair" },
    a_minus: { default: "1.5 pA", about: "eligibility of a post-before-pre pair, negative" },
    baseline: { default: "0 1/ms", about: "concentration at which weights do not change" },
    w_min: { default: "0 pA", about: "least weight" },
    w_max: { default: "200 pA", about: "greatest weight" },
  },
  traces: {
    ...windowTraces,
    n: { of: "global", decay: "tau_n", unit: "1/ms", about: "dopamine concentration" },
  },
  state: {
    c: { initial: 0, unit: "pA", about: "eligibility" },
    c_n: { initial: 0, unit: "pA/ms", about: "eligibility times concentration" },
  },
  // Potjans, Morrison and Diesmann 2010: c' and w' = c (n - b). The product of two exponentials is an exponential as
  // well, so the weight is the integral of two exponentials.
  dynamics: {
    c: { derivative: "-c / tau_c", when: "event" },
    c_n: { derivative: "-c_n / tau_c - c_n / tau_n", when: "event" },
    weight: { derivative: "c_n - baseline * c", when: "event" },
  },
  on: {
    pre: {
      x_pre: "x_pre + 1",
      c: "c - a_minus * x_post",
      c_n: "c_n - a_minus * x_post * n",
    },
    post: {
      x_post: "x_post + 1",
      c: "c + a_plus * x_pre",
      c_n: "c_n + a_plus * x_pre * n",
    },
    dopamine: { n: "n + 1 / tau_n", c_n: "c_n + c / tau_n" },
  },
  bounds: { weight: { min: "w_min", max: "w_max" } },
});
