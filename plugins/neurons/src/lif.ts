import { defineNeuron } from "@spikeloom/kernel";

/** Leaky integrate-and-fire neuron without receptors of its own. */
export const lif = defineNeuron({
  name: "lif",
  about: "Leaky integrate-and-fire neuron with absolute refractoriness.",
  cite: ["doi:10.1017/CBO9781107447615"],
  parameters: {
    tau_m: { default: "20 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
    r_m: { default: "100 Mohm", about: "membrane resistance", min: "0 Mohm", exclusive: true },
    v_rest: { default: "-70 mV", about: "resting potential" },
    v_reset: { default: "-65 mV", about: "reset potential" },
    v_threshold: { default: "-50 mV", about: "firing threshold" },
    tau_refrac: { default: "2 ms", about: "absolute refractory period", min: "0 ms" },
  },
  inputs: { i_syn: { unit: "nA", about: "total synaptic current" } },
  state: { v: { initial: "v_rest", unit: "mV", about: "membrane potential" } },
  dynamics: { v: "(v_rest - v + r_m * i_syn) / tau_m" },
  spike: {
    when: "v >= v_threshold",
    reset: { v: "v_reset" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
});
