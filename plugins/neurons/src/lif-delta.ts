import { defineNeuron } from "@spikeloom/kernel";
import { injected, lifParameters, lifSpike, lifState } from "./lif-membrane.ts";

/**
 * Leaky integrate-and-fire neuron with jumps of the potential as input.
 *
 * The defaults are Brunel's.
 */
export const lifDelta = defineNeuron({
  name: "lif-delta",
  about: "Leaky integrate-and-fire neuron; an arriving spike makes the potential jump.",
  cite: ["doi:10.1023/A:1008925309027"],
  parameters: {
    ...lifParameters,
    tau_m: { default: "20 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
    v_rest: { default: "0 mV", about: "resting potential" },
    v_reset: { default: "10 mV", about: "reset potential" },
    v_threshold: { default: "20 mV", about: "firing threshold" },
  },
  receptors: {
    delta: {
      unit: "mV",
      about: "jump of the potential; ignored while the neuron is refractory",
      on: { v: "v + weight" },
    },
  },
  inputs: injected,
  state: lifState,
  dynamics: { v: "(v_rest - v) / tau_m + (i_offset + i_inj) / c_m" },
  // Holding v also discards input that arrives meanwhile.
  spike: lifSpike,
});
