import { defineNeuron } from "@spikeloom/kernel";
import { timeConstant } from "./receptors/port.ts";

/**
 * Spike response model SRM0 with exponential kernels and an escape rate.
 *
 * It remembers only the last spike.
 */
export const spikeResponseModel = defineNeuron({
  name: "spike-response-model",
  about: "Spike response model SRM0 with exponential kernels and an escape rate.",
  cite: ["doi:10.1017/CBO9780511815706"],
  parameters: {
    tau_m: timeConstant("10 ms", "decay time constant of the postsynaptic potential"),
    tau_syn: timeConstant("2 ms", "rise time constant of the postsynaptic potential"),
    r_m: { default: "40 Mohm", about: "membrane resistance", min: "0 Mohm", exclusive: true },
    v_rest: { default: "-70 mV", about: "resting potential" },
    v_threshold: { default: "-55 mV", about: "potential at which the escape rate is rho_0" },
    delta_v: { default: "1 mV", about: "width of the threshold", min: "0 mV", exclusive: true },
    rho_0: { default: "100 Hz", about: "escape rate at the threshold", min: "0 Hz" },
    eta_0: { default: "-15 mV", about: "after-potential immediately after a spike" },
    tau_eta: timeConstant("20 ms", "decay time constant of the after-potential"),
    tau_refrac: { default: "2 ms", about: "absolute refractory period", min: "0 ms" },
    i_offset: { default: "0 nA", about: "constant current" },
  },
  receptors: {
    psp: {
      unit: "mV",
      about: "postsynaptic potential; the weight is its peak",
      on: { rise: "rise + peak * weight" },
    },
  },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    h: { initial: "0 mV", unit: "mV", about: "potential caused by input" },
    rise: { initial: "0 mV", unit: "mV", about: "drive of the postsynaptic potential" },
    eta: { initial: "0 mV", unit: "mV", about: "after-potential of the last spike" },
  },
  expressions: {
    peak: {
      // exp(t_peak / tau_syn), written so that equal time constants give e (the alpha function).
      value: "exp(1 / exprel(-log(tau_m / tau_syn)))",
      unit: "1",
      about: "factor that makes the peak of the postsynaptic potential equal to the weight",
    },
    v: { value: "v_rest + h + eta", unit: "mV", about: "membrane potential" },
  },
  dynamics: {
    h: "(rise - h + r_m * (i_offset + i_inj)) / tau_m",
    rise: "-rise / tau_syn",
    eta: "-eta / tau_eta",
  },
  // The kernel eta is set, not added: the model remembers only its last spike, while input continues.
  spike: {
    rate: "rho_0 * exp((v - v_threshold) / delta_v)",
    reset: { eta: "eta_0" },
    refractory: { for: "tau_refrac" },
  },
});
