import { defineNeuron } from "@spikeloom/kernel";
import { injected } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";
import {
  traubMilesDynamics,
  traubMilesParameters,
  traubMilesRates,
  traubMilesState,
} from "./traub-miles-membrane.ts";

const excitatory = condExp(exc, { tau: "5 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "10 ms", reversal: "-80 mV" });

/** Traub-Miles neuron of the COBAHH benchmark network. */
export const traubMilesCobahh = defineNeuron({
  name: "traub-miles-cobahh",
  about: "Traub-Miles neuron of the COBAHH benchmark; a spike is a threshold with a dead time.",
  cite: ["doi:10.1017/CBO9780511895401", "doi:10.1007/s10827-007-0038-6"],
  parameters: {
    ...traubMilesParameters,
    v_threshold: { default: "-20 mV", about: "potential above which a spike is detected" },
    tau_refrac: { default: "3 ms", about: "dead time of spike detection", min: "0 ms" },
    ...excitatory.parameters,
    ...inhibitory.parameters,
  },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: { ...traubMilesState, ...excitatory.state, ...inhibitory.state },
  expressions: {
    ...traubMilesRates,
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
  },
  dynamics: { ...traubMilesDynamics, ...excitatory.dynamics, ...inhibitory.dynamics },
  spike: { when: "v > v_threshold", refractory: { for: "tau_refrac" } },
  // The scheme of the published benchmark programs, at 0.1 ms.
  integrator: { name: "exponential-euler" },
});
