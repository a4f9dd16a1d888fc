import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";
import { driveState, gateState, opening } from "./gate.ts";

/** Saturating conductance that rises and decays with one time constant. */
export const saturatingAlpha = defineSynapse({
  name: "saturating-alpha",
  about: "Saturating conductance that rises and decays with one time constant.",
  cite: ["doi:10.1523/JNEUROSCI.19-21-09587.1999", "isbn:9780262041997"],
  parameters: {
    ...opening,
    tau_syn: timeConstant("5 ms", "time to peak of a small opening"),
    e_rev: { default: "0 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { ...driveState, ...gateState },
  dynamics: {
    drive: { derivative: "-drive / tau_syn", when: "step" },
    gate: { derivative: "(drive * (1 - gate) - gate) / tau_syn", when: "step" },
  },
  // e normalises the peak of s/tau * exp(-s/tau), which a small gate follows, to one.
  on: { pre: { drive: "drive + e * opening" } },
  coupling: current("gate"),
});
