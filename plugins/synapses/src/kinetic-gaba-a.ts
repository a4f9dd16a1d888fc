import { defineSynapse } from "@spikeloom/kernel";
import { current, targetPotential } from "./conductance.ts";
import { gateState } from "./gate.ts";
import {
  binding,
  pulseDynamics,
  pulseParameters,
  pulseState,
  rates,
  release,
  transmitter,
} from "./kinetic-receptor.ts";

/** GABA_A receptors that bind transmitter released in pulses. */
export const kineticGabaA = defineSynapse({
  name: "kinetic-gaba-a",
  about: "GABA_A receptors that open by binding transmitter; a spike releases a pulse of it.",
  cite: ["doi:10.1162/neco.1994.6.1.14", "isbn:9780262112314"],
  parameters: {
    ...rates("5 1/mM/ms", "0.18 1/ms"),
    ...pulseParameters,
    e_rev: { default: "-80 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { ...pulseState, ...gateState },
  expressions: transmitter,
  dynamics: { ...pulseDynamics, ...binding },
  on: release,
  per: "source",
  coupling: current("gate"),
});
