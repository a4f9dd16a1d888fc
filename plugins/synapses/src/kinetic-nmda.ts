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
import { magnesium, magnesiumParameters } from "./magnesium.ts";

/** NMDA receptors that bind transmitter released in pulses, with a magnesium block. */
export const kineticNmda = defineSynapse({
  name: "kinetic-nmda",
  about: "NMDA receptors that open by binding pulses of transmitter, with a magnesium block.",
  cite: [
    "doi:10.1162/neco.1994.6.1.14",
    "isbn:9780262112314",
    "doi:10.1523/JNEUROSCI.10-09-03178.1990",
  ],
  parameters: {
    ...rates("0.072 1/mM/ms", "0.0066 1/ms"),
    ...pulseParameters,
    e_rev: { default: "0 mV", about: "reversal potential" },
    ...magnesiumParameters,
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: { ...pulseState, ...gateState },
  expressions: { ...transmitter, ...magnesium },
  dynamics: { ...pulseDynamics, ...binding },
  on: release,
  per: "source",
  coupling: current("gate * unblocked"),
});
