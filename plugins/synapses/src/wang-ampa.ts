import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential, timeConstant } from "./conductance.ts";

/** AMPA conductance of Wang's networks: one per source, without saturation. */
export const wangAmpa = defineSynapse({
  name: "wang-ampa",
  about: "AMPA conductance that jumps by its weight and decays, with one gate per source.",
  cite: ["doi:10.1016/S0896-6273(02)01092-9", "doi:10.1523/JNEUROSCI.19-21-09587.1999"],
  parameters: {
    tau_syn: timeConstant("2 ms", "decay time constant of the conductance"),
    e_rev: { default: "0 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { gate: { initial: 0, unit: "1", about: "conductance relative to the weight" } },
  dynamics: { gate: { derivative: "-gate / tau_syn", when: "step" } },
  on: { pre: { gate: "gate + 1" } },
  per: "source",
  coupling: current("gate"),
});
