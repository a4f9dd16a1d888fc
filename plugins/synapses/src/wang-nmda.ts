import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";
import { driveState, gateState } from "./gate.ts";
import { magnesium, magnesiumParameters } from "./magnesium.ts";

/** NMDA conductance of Wang's networks: one saturating gate per source. */
export const wangNmda = defineSynapse({
  name: "wang-nmda",
  about: "NMDA conductance with one saturating gate per source and a magnesium block at rest.",
  cite: [
    "doi:10.1016/S0896-6273(02)01092-9",
    "doi:10.1523/JNEUROSCI.19-21-09587.1999",
    "doi:10.1523/JNEUROSCI.10-09-03178.1990",
  ],
  parameters: {
    tau_rise: timeConstant("2 ms", "time constant of the transmitter"),
    tau_decay: timeConstant("100 ms", "decay time constant of the conductance"),
    alpha: { default: "0.5 1/ms", about: "opening rate per unit of transmitter", min: "0 1/ms" },
    e_rev: { default: "0 mV", about: "reversal potential" },
    ...magnesiumParameters,
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { ...driveState, ...gateState },
  expressions: magnesium,
  dynamics: {
    drive: { derivative: "-drive / tau_rise", when: "step" },
    gate: { derivative: "alpha * drive * (1 - gate) - gate / tau_decay", when: "step" },
  },
  on: { pre: { drive: "drive + 1" } },
  per: "source",
  coupling: current("gate * unblocked"),
});
