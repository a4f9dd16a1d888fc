import { defineNeuron } from "@spikeloom/kernel";
import {
  adexDynamics,
  adexExpressions,
  adexParameters,
  adexSpike,
  adexState,
} from "./adex-membrane.ts";
import { injected } from "./lif-membrane.ts";

/** Adaptive exponential integrate-and-fire neuron driven by injected current. */
export const adex = defineNeuron({
  name: "adex",
  about: "Adaptive exponential integrate-and-fire neuron driven by injected current.",
  cite: ["doi:10.1152/jn.00686.2005", "doi:10.1007/s00422-008-0264-7"],
  parameters: adexParameters,
  inputs: injected,
  state: adexState,
  expressions: adexExpressions,
  dynamics: adexDynamics("i_offset + i_inj"),
  spike: adexSpike,
  integrator: { name: "rk4-guarded", subSteps: 10 },
});
