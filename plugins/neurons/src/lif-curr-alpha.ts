import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { currAlpha } from "./receptors/curr-alpha.ts";
import { exc, inh } from "./receptors/names.ts";

const excitatory = currAlpha(exc, { tau: "2 ms" });
const inhibitory = currAlpha(inh, { tau: "2 ms" });

/** Leaky integrate-and-fire neuron with alpha-shaped synaptic currents. */
export const lifCurrAlpha = defineNeuron({
  name: "lif-curr-alpha",
  about: "Leaky integrate-and-fire neuron with alpha-shaped synaptic currents.",
  cite: ["doi:10.1007/s004220050570"],
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
