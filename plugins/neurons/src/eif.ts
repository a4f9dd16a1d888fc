import { defineNeuron } from "@spikeloom/kernel";
import { injected } from "./lif-membrane.ts";

/** Exponential integrate-and-fire neuron. */
export const eif = defineNeuron({
  name: "eif",
  about: "Exponential integrate-and-fire neuron.",
  cite: ["doi:10.1523/JNEUROSCI.23-37-11628.2003"],
  parameters: {
    c_m: { default: "250 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
    tau_m: { default: "10 ms", about: "membrane time constant", min: "0 ms", exclusive: true },
    v_rest: { default: "-65 mV", about: "leak reversal potential" },
    v_threshold: { default: "-59.9 mV", about: "threshold of the exponential term" },
    delta_t: { default: "3.48 mV", about: "slope factor", min: "0 mV", exclusive: true },
    v_spike: { default: "-30 mV", about: "cut-off potential at which a spike is emitted" },
    v_reset: { default: "-68 mV", about: "reset potential" },
    tau_refrac: { default: "1.7 ms", about: "absolute refractory period", min: "0 ms" },
    i_offset: { default: "0 nA", about: "constant current" },
  },
  inputs: injected,
  state: { v: { initial: "v_rest", unit: "mV", about: "membrane potential" } },
  expressions: {
    // Bounded so that the stages of the last step before a spike cannot overflow.
    v_cut: { value: "min(v, v_spike)", unit: "mV", about: "potential, limited to the cut-off" },
  },
  dynamics: {
    v: "(v_rest - v_cut + delta_t * exp((v_cut - v_threshold) / delta_t)) / tau_m + (i_offset + i_inj) / c_m",
  },
  spike: {
    when: "v >= v_spike",
    reset: { v: "v_reset" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
  integrator: { name: "rk4", subSteps: 4 },
});
