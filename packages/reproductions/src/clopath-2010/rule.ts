import { definePlasticity, type PlasticityModel } from "@spikeloom/kernel";

/**
 * The rule as implemented in NEST and in the authors' own program.
 *
 * Filtered potentials belong to the neuron, which provides them some milliseconds late; depression does
 * not depend on the mean potential.
 */
export const delayedRule: PlasticityModel = definePlasticity({
  name: "clopath-2010-delayed",
  about: "Voltage-based plasticity that reads filtered potentials of the target, which come late.",
  cite: ["doi:10.1038/nn.2479", "doi:10.3389/fnsyn.2010.00025"],
  weightUnit: "1",
  parameters: {
    tau_x: { default: "15 ms", about: "decay of the presynaptic trace" },
    v_minus: { default: "-70.6 mV", about: "threshold of depression" },
    v_plus: { default: "-45.3 mV", about: "threshold of potentiation" },
    a_ltd: { default: "1.4e-4 1/mV", about: "amplitude of depression" },
    a_ltp: { default: "8e-5 1/mV^2", about: "amplitude of potentiation" },
  },
  reads: {
    v: { of: "post", variable: "v", unit: "mV" },
    u_plus: { of: "post", variable: "late_u_plus", unit: "mV" },
    u_minus: { of: "post", variable: "late_u_minus", unit: "mV" },
  },
  traces: {
    x_bar: { of: "pre", decay: "tau_x", unit: "1/ms", about: "filtered presynaptic spikes" },
  },
  on: {
    pre: {
      x_bar: "x_bar + 1 / tau_x",
      weight: "weight - a_ltd * max(u_minus - v_minus, 0*mV)",
    },
  },
  dynamics: {
    weight: {
      derivative: "a_ltp * x_bar * max(v - v_plus, 0*mV) * max(u_plus - v_minus, 0*mV)",
      when: "step",
    },
  },
  bounds: { weight: { min: "0", max: "100" } },
}) as PlasticityModel;
