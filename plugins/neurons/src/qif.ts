import { defineNeuron } from "@spikeloom/kernel";
import { injected } from "./lif-membrane.ts";

/**
 * Quadratic integrate-and-fire neuron.
 *
 * The canonical form of a saddle-node excitable neuron.
 */
export const qif = defineNeuron({
  name: "qif",
  about: "Quadratic integrate-and-fire neuron.",
  cite: ["doi:10.1137/0146017", "doi:10.1152/jn.2000.83.2.808"],
  parameters: {
    c_m: { default: "250 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
    tau_m: {
      default: "10 ms",
      about: "membrane time constant at rest",
      min: "0 ms",
      exclusive: true,
    },
    v_rest: { default: "-65 mV", about: "stable fixed point without input" },
    v_critical: { default: "-50 mV", about: "unstable fixed point without input" },
    v_spike: { default: "20 mV", about: "cut-off potential at which a spike is emitted" },
    v_reset: { default: "-80 mV", about: "reset potential" },
    tau_refrac: { default: "0 ms", about: "absolute refractory period", min: "0 ms" },
    i_offset: { default: "0 nA", about: "constant current" },
  },
  inputs: injected,
  state: { v: { initial: "v_rest", unit: "mV", about: "membrane potential" } },
  expressions: {
    // Bounded so that the stages of the last step before a spike cannot overflow.
    v_cut: { value: "min(v, v_spike)", unit: "mV", about: "potential, limited to the cut-off" },
  },
  dynamics: {
    v: "(v_cut - v_rest) * (v_cut - v_critical) / ((v_critical - v_rest) * tau_m) + (i_offset + i_inj) / c_m",
  },
  spike: {
    when: "v >= v_spike",
    reset: { v: "v_reset" },
    refractory: { for: "tau_refrac", hold: ["v"] },
  },
  integrator: { name: "rk4", subSteps: 2 },
});
