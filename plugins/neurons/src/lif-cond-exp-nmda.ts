import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { condNmda } from "./receptors/cond-nmda.ts";
import { exc, inh } from "./receptors/names.ts";

const excitatory = condExp(exc, { tau: "5 ms", reversal: "0 mV" });
const inhibitory = condExp(inh, { tau: "10 ms", reversal: "-80 mV" });
const nmda = condNmda(
  { suffix: "nmda", word: "NMDA" },
  { rise: "2 ms", decay: "100 ms", reversal: "0 mV" },
);

/** Leaky integrate-and-fire neuron with conductances and an NMDA receptor. */
export const lifCondExpNmda = defineNeuron({
  name: "lif-cond-exp-nmda",
  about: "Leaky integrate-and-fire neuron with decaying conductances and an NMDA receptor.",
  cite: ["doi:10.1523/JNEUROSCI.10-09-03178.1990", "doi:10.1007/s10827-007-0038-6"],
  parameters: {
    ...lifParameters,
    ...excitatory.parameters,
    ...inhibitory.parameters,
    ...nmda.parameters,
  },
  receptors: {
    excitatory: excitatory.receptor,
    inhibitory: inhibitory.receptor,
    nmda: nmda.receptor,
  },
  inputs: injected,
  state: { ...lifState, ...excitatory.state, ...inhibitory.state, ...nmda.state },
  expressions: {
    ...nmda.expressions,
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current} + ${nmda.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
  },
  dynamics: {
    ...lifDynamics,
    ...excitatory.dynamics,
    ...inhibitory.dynamics,
    ...nmda.dynamics,
  },
  spike: lifSpike,
  // As close to the exact solution as an adaptive solver with a tolerance of 1e-3 mV.
  integrator: { name: "rk4", subSteps: 2 },
});
