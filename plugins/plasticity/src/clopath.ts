import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Voltage-based plasticity with homeostasis. */
export const clopath = definePlasticity({
  name: "clopath",
  about: "Voltage-based plasticity: depends on the target's potential and its low-pass filters.",
  cite: ["doi:10.1038/nn.2479"],
  weightUnit: "pA",
  parameters: {
    tau_x: timeConstant("15 ms", "time constant of the presynaptic trace"),
    tau_u_minus: timeConstant("10 ms", "time constant of the potential filter for depression"),
    tau_u_plus: timeConstant("7 ms", "time constant of the potential filter for potentiation"),
    tau_u_mean: timeConstant(
      "1000 ms",
      "time constant of the depolarization filter for homeostasis",
    ),
    v_rest: { default: "-70.6 mV", about: "potential that depolarization is relative to" },
    v_minus: { default: "-70.6 mV", about: "threshold of depression" },
    v_plus: { default: "-45.3 mV", about: "threshold of potentiation" },
    u_ref_square: {
      default: "60 mV^2",
      about: "target value of the squared mean depolarization",
      min: "0 mV^2",
      exclusive: true,
    },
    homeostasis: { default: 1, about: "1: homeostasis as published; 0: none", min: 0, max: 1 },
    a_ltd: { default: "0.00014 pA/mV", about: "amplitude of depression", min: "0 pA/mV" },
    a_ltp: { default: "0.00008 pA/mV^2", about: "amplitude of potentiation", min: "0 pA/mV^2" },
    w_max: { default: "3 pA", about: "greatest weight" },
  },
  reads: { v: { of: "post", variable: "v", unit: "mV" } },
  traces: {
    x_bar: { of: "pre", decay: "tau_x", unit: "1/ms", about: "filtered presynaptic spikes" },
    u_minus: { of: "post", decay: "tau_u_minus", input: "v", initial: "v_rest", unit: "mV" },
    u_plus: { of: "post", decay: "tau_u_plus", input: "v", initial: "v_rest", unit: "mV" },
    u_mean: { of: "post", decay: "tau_u_mean", input: "v - v_rest", unit: "mV" },
  },
  expressions: {
    scale: {
      value: "1 - homeostasis + homeostasis * u_mean**2 / u_ref_square",
      unit: "1",
      about: "factor by which mean depolarization scales depression",
    },
  },
  // Clopath and others 2010, equation 3: depression at presynaptic spikes, potentiation at all times.
  on: {
    pre: {
      x_bar: "x_bar + 1 / tau_x",
      weight: "weight - a_ltd * scale * max(u_minus - v_minus, 0*mV)",
    },
  },
  dynamics: {
    weight: {
      derivative: "a_ltp * x_bar * max(v - v_plus, 0*mV) * max(u_plus - v_minus, 0*mV)",
      when: "step",
    },
  },
  bounds: { weight: { min: "0*pA", max: "w_max" } },
});
