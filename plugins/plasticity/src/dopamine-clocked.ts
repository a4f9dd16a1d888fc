import { definePlasticity } from "@spikeloom/kernel";
import { windowTimes, windowTraces } from "./eligibility.ts";

/** Pairings leave an eligibility that dopamine turns into changes at an event. */
export const dopamineClocked = definePlasticity({
  name: "dopamine-clocked",
  about: "Pairings leave an eligibility that dopamine converts to weight changes at an event.",
  cite: ["doi:10.1093/cercor/bhl152"],
  weightUnit: "pA",
  parameters: {
    ...windowTimes,
    a_plus: { default: "0.1 pA", about: "eligibility of a pre-before-post pair" },
    a_minus: { default: "0.15 pA", about: "eligibility of a post-before-pre pair, negative" },
    baseline: { default: 0.002, about: "fraction of the eligibility that acts without dopamine" },
    retention: {
      default: 0.99,
      about: "fraction of the eligibility that remains after an event",
      min: 0,
      max: 1,
    },
    w_max: { default: "4 pA", about: "greatest weight" },
  },
  traces: windowTraces,
  state: { c: { initial: 0, unit: "pA", about: "eligibility" } },
  modulators: { dopamine: { unit: "1", about: "fraction of the eligibility that dopamine adds" } },
  // Izhikevich 2007, equations 1 and 2, in 10 ms steps as in the author's program.
  on: {
    pre: { x_pre: "x_pre + 1", c: "c - a_minus * x_post" },
    post: { x_post: "x_post + 1", c: "c + a_plus * x_pre" },
    update: { weight: "weight + (baseline + dopamine) * c", c: "retention * c" },
  },
  bounds: { weight: { min: "0*pA", max: "w_max" } },
});
