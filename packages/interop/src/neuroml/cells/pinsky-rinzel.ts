import type { Row } from "../rows.ts";
import { type CellTable, neuroml } from "./cell-table.ts";

const density = (attribute: string, name: string, about: string): Row => [
  attribute,
  name,
  "mS/cm^2",
  about,
];

const gate = (about: string) => ({ initial: 0, unit: "1", about }) as const;
const rate = (value: string, about: string) => ({ value, unit: "1", about }) as const;

/** A gate with opening and closing rates per ms. */
const opening = (gate: string) => `(alpha_${gate} * (1 - ${gate}) - beta_${gate} * ${gate}) / ms`;

/** Pinsky–Rinzel pyramidal neuron of CA3: soma and dendrite in one set of equations. */
export const pinskyRinzel: CellTable = {
  element: "pinskyRinzelCA3Cell",
  about: "Pinsky-Rinzel pyramidal neuron of CA3 with a soma and a dendrite; it emits no spikes.",
  cite: ["doi:10.1007/BF00962717", ...neuroml],
  rows: [
    ["iSoma", "i_soma", "uA/cm^2", "current density injected into the soma"],
    ["iDend", "i_dend", "uA/cm^2", "current density injected into the dendrite"],
    density("gLs", "g_ls", "leak conductance of the soma"),
    density("gLd", "g_ld", "leak conductance of the dendrite"),
    density("gNa", "g_na", "maximum sodium conductance"),
    density("gKdr", "g_kdr", "maximum delayed-rectifier conductance"),
    density("gCa", "g_ca", "maximum calcium conductance"),
    density("gKahp", "g_kahp", "maximum afterhyperpolarisation conductance"),
    density("gKC", "g_kc", "maximum calcium-dependent potassium conductance"),
    density("gc", "g_c", "coupling conductance of soma and dendrite"),
    ["eNa", "e_rev_na", "mV", "sodium reversal potential"],
    ["eCa", "e_rev_ca", "mV", "calcium reversal potential"],
    ["eK", "e_rev_k", "mV", "potassium reversal potential"],
    ["eL", "v_rest", "mV", "leak reversal potential"],
    ["pp", "share", "1", "fraction of the area that is soma"],
    ["cm", "c_m", "uF/cm^2", "specific membrane capacitance"],
    ["alphac", "alpha_c", "1", "not used by the equations"],
    ["betac", "beta_c", "1", "not used by the equations"],
    density("gNmda", "g_nmda", "peak NMDA conductance"),
    density("gAmpa", "g_ampa", "peak AMPA conductance"),
    ["qd0", "qd_init", "1", "initial value of the afterhyperpolarisation gate"],
  ],
  exposed: {
    Vs: "v",
    Vd: "v_d",
    Cad: "ca_d",
    hs: "h_s",
    ns: "n_s",
    sd: "s_d",
    cd: "c_d",
    qd: "q_d",
    Si: "s_nmda",
    Wi: "w_ampa",
    ICad: "i_ca",
  },
  state: {
    v: { initial: "v_rest", unit: "mV", about: "potential of the soma" },
    v_d: { initial: "v_rest", unit: "mV", about: "potential of the dendrite" },
    ca_d: gate("calcium of the dendrite, dimensionless"),
    h_s: gate("sodium inactivation"),
    n_s: gate("potassium activation"),
    s_d: gate("calcium activation"),
    c_d: gate("activation of the calcium-dependent potassium current"),
    q_d: { initial: "qd_init", unit: "1", about: "afterhyperpolarisation activation" },
    s_nmda: gate("NMDA activation, always 0"),
    w_ampa: gate("AMPA activation, always 0"),
  },
  expressions: {
    u_s: rate("v / mV", "potential of the soma in mV"),
    u_d: rate("v_d / mV", "potential of the dendrite in mV"),
    // x / (exp(x / k) - 1) is k / exprel(x / k), which is defined at zero.
    alpha_m: rate("0.32 * 4 / exprel((-46.9 - u_s) / 4)", "opening rate of m per ms"),
    beta_m: rate("0.28 * 5 / exprel((u_s + 19.9) / 5)", "closing rate of m per ms"),
    m_inf: rate("alpha_m / (alpha_m + beta_m)", "sodium activation"),
    alpha_n_s: rate("0.016 * 5 / exprel((-24.9 - u_s) / 5)", "opening rate of n per ms"),
    beta_n_s: rate("0.25 * exp(-1 - 0.025 * u_s)", "closing rate of n per ms"),
    alpha_h_s: rate("0.128 * exp((-43 - u_s) / 18)", "opening rate of h per ms"),
    beta_h_s: rate("4 / (1 + exp((-20 - u_s) / 5))", "closing rate of h per ms"),
    alpha_s_d: rate("1.6 / (1 + exp(-0.072 * (u_d - 5)))", "opening rate of s per ms"),
    beta_s_d: rate("0.02 * 5 / exprel((u_d + 8.9) / 5)", "closing rate of s per ms"),
    fast_c: rate("2 * exp((-53.5 - u_d) / 27)", "rate of c per ms"),
    alpha_c_d: rate(
      "where(u_d < -10, exp((u_d + 50) / 11 - (u_d + 53.5) / 27) / 18.975, fast_c)",
      "opening rate of c per ms",
    ),
    beta_c_d: rate("where(u_d < -10, fast_c - alpha_c_d, 0)", "closing rate of c per ms"),
    alpha_q_d: rate("min(0.00002 * ca_d, 0.01)", "opening rate of q per ms"),
    beta_q_d: rate("0.001", "closing rate of q per ms"),
    i_ca: { value: "g_ca * s_d**2 * (v_d - e_rev_ca)", unit: "uA/cm^2", about: "calcium current" },
    i_receptors: {
      value:
        "(g_ampa * w_ampa + g_nmda * min(s_nmda, 125) / (1 + 0.28 * exp(-0.062 * (u_d - 60)))) * (v_d - 60*mV)",
      unit: "uA/cm^2",
      about: "synaptic current of the dendrite",
    },
  },
  dynamics: {
    v: "(g_ls * (v_rest - v) + g_na * m_inf**2 * h_s * (e_rev_na - v) + g_kdr * n_s * (e_rev_k - v) + (g_c / share) * (v_d - v) + i_soma / share) / c_m",
    v_d: "((i_dend - i_receptors + g_c * (v - v_d)) / (1 - share) + g_ld * (v_rest - v_d) - i_ca + (g_kahp * q_d + g_kc * c_d * min(ca_d / 250, 1)) * (e_rev_k - v_d)) / c_m",
    ca_d: "(-0.13 * i_ca / (1 * uA / cm2) - 0.075 * ca_d) / ms",
    h_s: opening("h_s"),
    n_s: opening("n_s"),
    s_d: opening("s_d"),
    c_d: opening("c_d"),
    q_d: opening("q_d"),
    // Written -Si/150 in NeuroML 2.3.1, without a time unit; LEMS interprets it as per second.
    s_nmda: "-s_nmda / 150 / second",
    w_ampa: "-w_ampa / 2 / second",
  },
};
