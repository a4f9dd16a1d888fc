import { defineNeuron } from "@spikeloom/kernel";
import {
  adexDynamics,
  adexExpressions,
  adexParameters,
  adexSpike,
  adexState,
} from "./adex-membrane.ts";
import { injected } from "./lif-membrane.ts";
import { condExp } from "./receptors/cond-exp.ts";
import { exc, inh } from "./receptors/names.ts";

const potential = "v_cut";
const excitatory = condExp({ ...exc, potential }, { tau: "5 ms", reversal: "0 mV" });
const inhibitory = condExp({ ...inh, potential }, { tau: "5 ms", reversal: "-80 mV" });

/** Adaptive exponential neuron with exponentially decaying conductances. */
export const adexCondExp = defineNeuron({
  name: "adex-cond-exp",
  about: "Adaptive exponential integrate-and-fire neuron with exponentially decaying conductances.",
  cite: ["doi:10.1152/jn.00686.2005"],
  parameters: { ...adexParameters, ...excitatory.parameters, ...inhibitory.parameters },
  receptors: { excitatory: excitatory.receptor, inhibitory: inhibitory.receptor },
  inputs: injected,
  state: { ...adexState, ...excitatory.state, ...inhibitory.state },
  expressions: {
    ...adexExpressions,
    i_syn: {
      value: `${excitatory.current} + ${inhibitory.current}`,
      unit: "nA",
      about: "total synaptic current",
    },
  },
  dynamics: {
    ...adexDynamics("i_syn + i_offset + i_inj"),
    ...excitatory.dynamics,
    ...inhibitory.dynamics,
  },
  spike: adexSpike,
  integrator: { name: "rk4-guarded", subSteps: 10 },
});
