import { defineNeuron } from "@spikeloom/kernel";

/**
 * Izhikevich's neuron, stepped as in PyNN and NEST.
 *
 * Forward Euler, both right-hand sides at once.
 */
export const izhikevich = defineNeuron({
  name: "izhikevich",
  about: "Izhikevich's two-variable neuron, stepped by forward Euler.",
  cite: ["doi:10.1109/TNN.2003.820440"],
  parameters: {
    a: { default: 0.02, about: "rate of the recovery variable, per ms" },
    b: { default: 0.2, about: "sensitivity of recovery to the potential" },
    c: { default: "-65 mV", about: "reset potential" },
    d: { default: "2 mV", about: "increment of recovery at a spike" },
    v_threshold: { default: "30 mV", about: "cut-off potential at which a spike is emitted" },
    c_m: {
      default: "1 pF",
      about: "capacitance, which converts currents to the paper's units",
      min: "0 pF",
      exclusive: true,
    },
    i_offset: { default: "0 nA", about: "constant current" },
  },
  receptors: {
    delta: { unit: "mV", about: "jump of the potential", on: { v: "v + weight" } },
  },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    v: { initial: "-70 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "-70*mV * b", unit: "mV", about: "recovery variable" },
  },
  // The published behaviour is that of this scheme, not of the equations (see izhikevich-2003). NEST rounds in this
  // order, and a difference in the last bit shifts spikes by a step half a second later.
  step: [
    {
      v: "v + dt * ((0.04 * v * v / mV + 5 * v + 140*mV - u) / ms + i_inj / c_m + i_offset / c_m)",
      u: "u + dt * a * (b * v - u) / ms",
    },
  ],
  spike: { when: "v >= v_threshold", reset: { v: "c", u: "u + d" } },
});
