import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifParameters, lifSpike } from "./lif-membrane.ts";

const { c_m, v_reset, v_threshold, tau_refrac, i_offset } = lifParameters;

/** Perfect integrate-and-fire neuron: no leak, input as jumps of the potential. */
export const ifDelta = defineNeuron({
  name: "if-delta",
  about: "Integrate-and-fire neuron without leak; an arriving spike makes the potential jump.",
  cite: ["doi:10.1016/S0006-3495(64)86768-0"],
  parameters: { c_m, v_reset, v_threshold, tau_refrac, i_offset },
  receptors: {
    delta: {
      unit: "mV",
      about: "jump of the potential; ignored while the neuron is refractory",
      on: { v: "v + weight" },
    },
  },
  inputs: injected,
  state: { v: { initial: "v_reset", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "(i_offset + i_inj) / c_m" },
  spike: lifSpike,
});
