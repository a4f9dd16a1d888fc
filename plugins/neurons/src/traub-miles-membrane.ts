import type { ExpressionRecord, StateRecord } from "@spikeloom/kernel";

/** Parameters of the Traub-Miles membrane for a whole neuron. */
export const traubMilesParameters = {
  c_m: { default: "200 pF", about: "membrane capacitance", min: "0 pF", exclusive: true },
  g_na: { default: "20 uS", about: "peak sodium conductance", min: "0 uS" },
  g_k: { default: "6 uS", about: "peak potassium conductance", min: "0 uS" },
  g_l: { default: "10 nS", about: "leak conductance", min: "0 nS" },
  e_rev_na: { default: "50 mV", about: "sodium reversal potential" },
  e_rev_k: { default: "-90 mV", about: "potassium reversal potential" },
  e_rev_leak: { default: "-60 mV", about: "leak reversal potential" },
  v_offset: { default: "-63 mV", about: "potential that the rates are relative to" },
  i_offset: { default: "0 nA", about: "constant current" },
} as const;

/** Potential and gates. */
export const traubMilesState: Readonly<Record<"v" | "m" | "h" | "n", StateRecord>> = {
  v: { initial: "e_rev_leak", unit: "mV", about: "membrane potential" },
  m: { initial: 0, unit: "1", about: "sodium activation" },
  h: { initial: 1, unit: "1", about: "sodium inactivation" },
  n: { initial: 0, unit: "1", about: "potassium activation" },
};

/** Rates of the gates; x / (exp(x) - 1) is 1 / exprel(x), which is defined at zero. */
export const traubMilesRates: Readonly<Record<string, ExpressionRecord>> = {
  u: { value: "(v - v_offset) / mV", unit: "1", about: "depolarisation in mV" },
  alpha_m: { value: "1.28 / exprel((13 - u) / 4) / ms", unit: "kHz", about: "opening of m" },
  beta_m: { value: "1.4 / exprel((u - 40) / 5) / ms", unit: "kHz", about: "closing of m" },
  alpha_h: { value: "0.128 * exp((17 - u) / 18) / ms", unit: "kHz", about: "opening of h" },
  beta_h: { value: "4 / (1 + exp((40 - u) / 5)) / ms", unit: "kHz", about: "closing of h" },
  alpha_n: { value: "0.16 / exprel((15 - u) / 5) / ms", unit: "kHz", about: "opening of n" },
  beta_n: { value: "0.5 * exp((10 - u) / 40) / ms", unit: "kHz", about: "closing of n" },
};

/** Derivatives of potential and gates. */
export const traubMilesDynamics: Readonly<Record<"v" | "m" | "h" | "n", string>> = {
  v: "(g_l * (e_rev_leak - v) - g_na * m**3 * h * (v - e_rev_na) - g_k * n**4 * (v - e_rev_k) + i_syn + i_offset + i_inj) / c_m",
  m: "alpha_m * (1 - m) - beta_m * m",
  h: "alpha_h * (1 - h) - beta_h * h",
  n: "alpha_n * (1 - n) - beta_n * n",
};
