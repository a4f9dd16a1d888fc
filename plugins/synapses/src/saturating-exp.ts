import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";
import { gateState, opening } from "./gate.ts";

/** Saturating conductance: each spike opens a fraction of the closed receptors. */
export const saturatingExp = defineSynapse({
  name: "saturating-exp",
  about: "Saturating, decaying conductance; each spike opens a fraction of the closed receptors.",
  cite: ["isbn:9780262041997"],
  parameters: {
    ...opening,
    tau_syn: timeConstant("5 ms", "decay time constant of the conductance"),
    e_rev: { default: "0 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: gateState,
  dynamics: { gate: { derivative: "-gate / tau_syn", when: "step" } },
  on: { pre: { gate: "gate + opening * (1 - gate)" } },
  coupling: current("gate"),
});
