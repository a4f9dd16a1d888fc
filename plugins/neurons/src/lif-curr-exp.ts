import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { currExp } from "./receptors/curr-exp.ts";
import { exc, inh } from "./receptors/names.ts";

const excitatory = currExp(exc, { tau: "2 ms" });
const inhibitory = currExp(inh, { tau: "2 ms" });

/** Leaky integrate-and-fire neuron with exponentially decaying synaptic currents. */
export const lifCurrExp = defineNeuron({
  name: "lif-curr-exp",
  about: "Leaky integrate-and-fire neuron with exponentially decaying synaptic currents.",
  cite: ["doi:10.1007/s004220050570", "doi:10.1523/JNEUROSCI.20-01-j0003.2000"],
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
});
