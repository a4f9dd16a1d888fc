import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";
import { driveState, gateState, opening } from "./gate.ts";
import { peak } from "./peak.ts";

/** Saturating conductance with separate time constants of rise and decay. */
export const saturatingBeta = defineSynapse({
  name: "saturating-beta",
  about: "Saturating conductance with separate time constants of rise and decay.",
  cite: ["doi:10.1523/JNEUROSCI.19-21-09587.1999", "isbn:9780262041997"],
  parameters: {
    ...opening,
    tau_rise: timeConstant("2 ms", "rise time constant of the conductance"),
    tau_decay: timeConstant("10 ms", "decay time constant of the conductance"),
    e_rev: { default: "0 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { ...driveState, ...gateState },
  expressions: peak,
  dynamics: {
    drive: { derivative: "-drive / tau_rise", when: "step" },
    gate: { derivative: "(drive * (1 - gate) - gate) / tau_decay", when: "step" },
  },
  on: { pre: { drive: "drive + peak * opening" } },
  coupling: current("gate"),
});
