import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";
import { driveState } from "./gate.ts";
import { magnesium, magnesiumParameters } from "./magnesium.ts";
import { peak } from "./peak.ts";

/** NMDA conductance without saturation, with a magnesium block at rest. */
export const nmda = defineSynapse({
  name: "nmda",
  about: "NMDA conductance with a magnesium block at rest; spikes add up without saturation.",
  cite: ["doi:10.1523/JNEUROSCI.10-09-03178.1990"],
  parameters: {
    tau_rise: timeConstant("2 ms", "rise time constant of the conductance"),
    tau_decay: timeConstant("100 ms", "decay time constant of the conductance"),
    e_rev: { default: "0 mV", about: "reversal potential" },
    ...magnesiumParameters,
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: {
    ...driveState,
    gate: { initial: 0, unit: "1", about: "conductance relative to the weight" },
  },
  expressions: { ...peak, ...magnesium },
  dynamics: {
    drive: { derivative: "-drive / tau_rise", when: "step" },
    gate: { derivative: "(drive - gate) / tau_decay", when: "step" },
  },
  on: { pre: { drive: "drive + peak" } },
  per: "source",
  coupling: current("gate * unblocked"),
});
