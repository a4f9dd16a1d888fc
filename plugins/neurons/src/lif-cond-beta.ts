import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifDynamics, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";
import { condBeta } from "./receptors/cond-beta.ts";
import { exc, inh } from "./receptors/names.ts";

const excitatory = condBeta(exc, { rise: "0.2 ms", decay: "1.7 ms", reversal: "0 mV" });
const inhibitory = condBeta(inh, { rise: "0.2 ms", decay: "1.7 ms", reversal: "-80 mV" });

/** Leaky integrate-and-fire neuron with double-exponential synaptic conductances. */
export const lifCondBeta = defineNeuron({
  name: "lif-cond-beta",
  about: "Leaky integrate-and-fire neuron with double-exponential synaptic conductances.",
  cite: ["isbn:9780262013277"],
  parameters: { ...lifParameters, ...excitatory.parameters, ...inhibitory.parameters },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: { ...lifState, ...excitatory.state, ...inhibitory.state },
  expressions: {
    ...excitatory.expressions,
    ...inhibitory.expressions,
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
