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

/** GABA_B receptors: bound ones produce a messenger that opens potassium channels. */
export const kineticGabaB = defineSynapse({
  name: "kinetic-gaba-b",
  about: "GABA_B receptors: bound ones produce a messenger that opens potassium channels.",
  cite: ["doi:10.1073/pnas.92.21.9515", "isbn:9780262112314"],
  parameters: {
    ...rates("0.09 1/mM/ms", "0.0012 1/ms"),
    ...pulseParameters,
    k_3: {
      default: "0.18 uM/ms",
      about: "production rate of the messenger when all receptors are bound",
    },
    k_4: {
      default: "0.034 1/ms",
      about: "removal rate of the messenger",
      min: "0 1/ms",
      exclusive: true,
    },
    // The fourth root of the published dissociation constant, 100 uM^4.
    c_half: {
      default: "3.1622776601683795 uM",
      about: "messenger concentration that opens half of the channels",
      min: "0 uM",
    },
    e_rev: { default: "-95 mV", about: "reversal potential" },
  },
  weightUnit: "uS",
  reads: targetPotential,
  state: {
    ...pulseState,
    gate: { ...gateState.gate, about: "fraction of bound receptors" },
    messenger: { initial: "0 uM", unit: "uM", about: "activated G-protein" },
  },
  expressions: {
    ...transmitter,
    open: {
      value: "messenger**4 / (messenger**4 + c_half**4)",
      unit: "1",
      about: "fraction of open channels",
    },
  },
  dynamics: {
    ...pulseDynamics,
    ...binding,
    messenger: { derivative: "k_3 * gate - k_4 * messenger", when: "step" },
  },
  on: release,
  per: "source",
  coupling: current("open"),
});
