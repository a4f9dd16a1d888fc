import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";

const excitatory = condExp(exc, { tau: "5 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "10 ms", reversal: "-80 mV" });

/** Leaky integrate-and-fire neuron with decaying synaptic conductances. */
export const lifCondExp = defineNeuron({
  name: "lif-cond-exp",
  about: "Leaky integrate-and-fire neuron with exponentially decaying synaptic conductances.",
  cite: ["doi:10.1007/s10827-007-0038-6"],
  parameters: { ...lifParameters, ...excitatory.parameters, ...inhibitory.parameters },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: { ...lifState, ...excitatory.state, ...inhibitory.state },
  expressions: {
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
  },
  dynamics: { ...lifDynamics, ...excitatory.dynamics, ...inhibitory.dynamics },
  spike: lifSpike,
  // As close to the exact solution as an adaptive solver with a tolerance of 1e-3 mV.
  integrator: { name: "rk4", subSteps: 2 },
});
