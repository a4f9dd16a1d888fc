import { defineNeuron } from "@spikeloom/kernel";

/** Hodgkin and Huxley's squid axon membrane, per area, with rest near -65 mV. */
export const hodgkinHuxley = defineNeuron({
  name: "hodgkin-huxley",
  about: "Hodgkin and Huxley's squid axon membrane, per unit of area.",
  cite: ["doi:10.1113/jphysiol.1952.sp004764"],
  parameters: {
    c_m: {
      default: "1 uF/cm^2",
      about: "specific membrane capacitance",
      min: "0 uF/cm^2",
      exclusive: true,
    },
    g_na: { default: "120 mS/cm^2", about: "peak sodium conductance", min: "0 mS/cm^2" },
    g_k: { default: "36 mS/cm^2", about: "peak potassium conductance", min: "0 mS/cm^2" },
    g_l: { default: "0.3 mS/cm^2", about: "leak conductance", min: "0 mS/cm^2" },
    e_rev_na: { default: "50 mV", about: "sodium reversal potential" },
    e_rev_k: { default: "-77 mV", about: "potassium reversal potential" },
    e_rev_leak: { default: "-54.387 mV", about: "leak reversal potential" },
    v_offset: { default: "-65 mV", about: "potential that the rates are relative to" },
    v_threshold: { default: "0 mV", about: "threshold; a spike is an upward crossing" },
    i_offset: { default: "0 uA/cm^2", about: "constant current density" },
  },
  inputs: { i_inj: { unit: "uA/cm^2", about: "injected current density" } },
  state: {
    v: { initial: "v_offset", unit: "mV", about: "membrane potential" },
    // Steady state of the gates at v_offset.
    m: { initial: 0.0529324852572496, unit: "1", about: "sodium activation" },
    h: { initial: 0.5961207535084603, unit: "1", about: "sodium inactivation" },
    n: { initial: 0.3176769140606974, unit: "1", about: "potassium activation" },
  },
  expressions: {
    u: { value: "(v - v_offset) / mV", unit: "1", about: "depolarisation in mV" },
    // x / (exp(x) - 1) is 1 / exprel(x), which is defined at zero.
    alpha_m: { value: "1 / exprel((25 - u) / 10) / ms", unit: "kHz", about: "opening of m" },
    beta_m: { value: "4 * exp(-u / 18) / ms", unit: "kHz", about: "closing of m" },
    alpha_h: { value: "0.07 * exp(-u / 20) / ms", unit: "kHz", about: "opening of h" },
    beta_h: { value: "1 / (exp((30 - u) / 10) + 1) / ms", unit: "kHz", about: "closing of h" },
    alpha_n: { value: "0.1 / exprel((10 - u) / 10) / ms", unit: "kHz", about: "opening of n" },
    beta_n: { value: "0.125 * exp(-u / 80) / ms", unit: "kHz", about: "closing of n" },
    i_na: { value: "g_na * m**3 * h * (v - e_rev_na)", unit: "uA/cm^2", about: "sodium current" },
    i_k: { value: "g_k * n**4 * (v - e_rev_k)", unit: "uA/cm^2", about: "potassium current" },
  },
  dynamics: {
    v: "(i_offset + i_inj - i_na - i_k - g_l * (v - e_rev_leak)) / c_m",
    m: "alpha_m * (1 - m) - beta_m * m",
    h: "alpha_h * (1 - h) - beta_h * h",
    n: "alpha_n * (1 - n) - beta_n * n",
  },
  spike: { when: "v > v_threshold", edge: "rising" },
  integrator: { name: "rk4", subSteps: 4 },
});
