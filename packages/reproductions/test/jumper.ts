import { defineNeuron } from "@spikeloom/kernel";

/** A neuron that jumps by the weight and fires above 0.5 mV. */
export const jumper = defineNeuron({
  name: "jumper",
  about: "Sums weights without leak.",
  parameters: { tau_refrac: { default: "0 ms", about: "refractory period" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "0*mV/ms" },
  spike: {
    when: "v > 0.5*mV",
    reset: { v: "0*mV" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
});
