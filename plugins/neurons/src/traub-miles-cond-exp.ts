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

/** Traub-Miles neuron with NEST's spike detection: high and falling. */
export const traubMilesCondExp = defineNeuron({
  name: "traub-miles-cond-exp",
  about: "Traub-Miles neuron with exponential conductances; a spike is a falling peak.",
  cite: ["doi:10.1017/CBO9780511895401", "doi:10.1007/s10827-007-0038-6"],
  parameters: {
    ...traubMilesParameters,
    v_spike: { default: "30 mV", about: "height above v_offset that a spike exceeds" },
    tau_refrac: { default: "2 ms", about: "dead time of spike detection", min: "0 ms" },
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
    // A spike is detected in the first step in which v falls while it is still high.
    v_before: {
      value: "v",
      unit: "mV",
      about: "potential at the start of the step",
      constantOverStep: true,
    },
  },
  dynamics: { ...traubMilesDynamics, ...excitatory.dynamics, ...inhibitory.dynamics },
  spike: {
    when: "v >= v_offset + v_spike and v < v_before",
    refractory: { for: "tau_refrac" },
  },
  integrator: { name: "rk4", subSteps: 4 },
});
