import { defineSynapse } from "@spikeloom/kernel";
import { current, sourcePotential, targetPotential } from "./conductance.ts";
import { gateState } from "./gate.ts";

/** Graded synapse, opened by the source's potential instead of spikes. */
export const graded = defineSynapse({
  name: "graded",
  about: "Graded chemical synapse, opened by the potential of the source instead of spikes.",
  cite: ["doi:10.1038/nn1352", "isbn:9780262112314"],
  parameters: {
    v_half: { default: "-35 mV", about: "potential of the source at half activation" },
    delta: { default: "5 mV", about: "slope of the activation", min: "0 mV", exclusive: true },
    k_minus: { default: "0.025 1/ms", about: "closing rate", min: "0 1/ms", exclusive: true },
    e_rev: { default: "-70 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: { ...sourcePotential, ...targetPotential },
  state: gateState,
  expressions: {
    // Published as gate_inf and tau_gate = (1 - gate_inf) / k_minus; this rate of opening is gate_inf / tau_gate.
    k_plus: {
      value: "k_minus * exp((v_pre - v_half) / delta)",
      unit: "1/ms",
      about: "opening rate",
    },
  },
  dynamics: { gate: { derivative: "k_plus * (1 - gate) - k_minus * gate", when: "step" } },
  per: "source",
  coupling: current("gate"),
});
