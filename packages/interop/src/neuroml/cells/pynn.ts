import type { Row } from "../rows.ts";
import { type CellTable, potentialFrom } from "./cell-table.ts";

const cite = [
  "doi:10.3389/neuro.11.011.2008",
  "https://docs.neuroml.org/Userdocs/Schemas/PyNN.html",
];

const membrane: readonly Row[] = [
  ["cm", "c_m", "nF", "membrane capacitance", "plain"],
  ["i_offset", "i_offset", "nA", "constant current", "plain"],
  ["v_init", "v_init", "mV", "initial potential", "plain"],
];
const firing: readonly Row[] = [
  ["tau_refrac", "tau_refrac", "ms", "absolute refractory period", "plain"],
  ["v_thresh", "v_threshold", "mV", "threshold", "plain"],
  ["tau_m", "tau_m", "ms", "membrane time constant", "plain"],
  ["v_rest", "v_rest", "mV", "resting potential", "plain"],
  ["v_reset", "v_reset", "mV", "reset potential", "plain"],
];
// PyNN's parameters; only attached synapses have an effect.
const receptors: readonly Row[] = [
  ["tau_syn_E", "tau_syn_exc", "ms", "not used: synapses are attached instead", "plain"],
  ["tau_syn_I", "tau_syn_inh", "ms", "not used: synapses are attached instead", "plain"],
];
const reversals: readonly Row[] = [
  ["e_rev_E", "e_rev_exc", "mV", "not used: synapses are attached instead", "plain"],
  ["e_rev_I", "e_rev_inh", "mV", "not used: synapses are attached instead", "plain"],
];
const adaptation: readonly Row[] = [
  ["v_spike", "v_spike", "mV", "spike cut-off potential", "plain"],
  ["delta_T", "delta_t", "mV", "slope factor; 0 gives a sharp threshold", "plain"],
  ["tau_w", "tau_w", "ms", "adaptation time constant", "plain"],
  // Dimensionless in NeuroML, as a factor from mV to nA.
  ["a", "a", "uS", "subthreshold adaptation", "plain"],
  ["b", "b", "nA", "adaptation increment at a spike", "plain"],
];

function leaky(element: string, rows: readonly Row[]): CellTable {
  return {
    element,
    about: "PyNN's leaky integrate-and-fire neuron with attached synapses.",
    cite,
    rows: [...membrane, ...receptors, ...firing, ...rows],
    attached: "nA",
    state: potentialFrom("v_init"),
    dynamics: { v: "(v_rest - v) / tau_m + (i_offset + i_syn) / c_m" },
    spike: {
      when: "v > v_threshold",
      reset: { v: "v_reset" },
      refractory: { for: "tau_refrac", hold: ["v"] },
    },
  };
}

function adaptive(element: string): CellTable {
  return {
    element,
    about: "PyNN's adaptive exponential integrate-and-fire neuron with attached synapses.",
    cite: ["doi:10.1152/jn.00686.2005", ...cite],
    rows: [...membrane, ...receptors, ...firing, ...reversals, ...adaptation],
    attached: "nA",
    state: {
      ...potentialFrom("v_init"),
      w: { initial: "0 nA", unit: "nA", about: "adaptation current" },
    },
    expressions: {
      v_end: {
        value: "where(delta_t > 0*mV, v_spike, v_threshold)",
        unit: "mV",
        about: "spike detection potential",
      },
      // Beyond the cut-off, the exponential would overflow within the stages of a step.
      v_cut: { value: "min(v, v_end)", unit: "mV", about: "potential, limited to the cut-off" },
      upstroke: {
        value: "where(delta_t > 0*mV, delta_t * exp((v_cut - v_threshold) / delta_t), 0*mV)",
        unit: "mV",
        about: "exponential term",
      },
    },
    dynamics: {
      v: "(v_rest - v_cut + upstroke) / tau_m + (i_offset - w + i_syn) / c_m",
      w: "(a * (v_cut - v_rest) - w) / tau_w",
    },
    spike: {
      when: "v > v_end",
      reset: { v: "v_reset", w: "w + b" },
      refractory: { for: "tau_refrac", hold: ["v"] },
    },
  };
}

const gate = (about: string) => ({ initial: 0, unit: "1", about }) as const;
const rate = (value: string, about: string) => ({ value, unit: "1", about }) as const;
const opening = (gate: string) => `(alpha_${gate} * (1 - ${gate}) - beta_${gate} * ${gate}) / ms`;

const hodgkinHuxley: CellTable = {
  element: "HH_cond_exp",
  about: "PyNN's Traub-Miles neuron with attached synapses; it emits no spikes.",
  cite: ["doi:10.1017/CBO9780511895401", ...cite],
  rows: [
    ...membrane,
    ...receptors,
    ["gbar_K", "g_k", "uS", "maximum potassium conductance", "plain"],
    ["gbar_Na", "g_na", "uS", "maximum sodium conductance", "plain"],
    ["g_leak", "g_l", "uS", "leak conductance", "plain"],
    ["e_rev_K", "e_rev_k", "mV", "potassium reversal potential", "plain"],
    ["e_rev_Na", "e_rev_na", "mV", "sodium reversal potential", "plain"],
    ["e_rev_leak", "e_rev_leak", "mV", "leak reversal potential", "plain"],
    ["v_offset", "v_offset", "mV", "reference potential of the rates", "plain"],
    ...reversals,
  ],
  attached: "nA",
  state: {
    ...potentialFrom("v_init"),
    // NeuroML starts the gates at 0, not at steady state.
    m: gate("sodium activation"),
    h: gate("sodium inactivation"),
    n: gate("potassium activation"),
  },
  expressions: {
    u: rate("(v - v_offset) / mV", "depolarisation in mV"),
    // x / (exp(x / k) - 1) is k / exprel(x / k), which is defined at zero.
    alpha_m: rate("0.32 * 4 / exprel((13 - u) / 4)", "opening rate of m per ms"),
    beta_m: rate("0.28 * 5 / exprel((u - 40) / 5)", "closing rate of m per ms"),
    alpha_h: rate("0.128 * exp((17 - u) / 18)", "opening rate of h per ms"),
    beta_h: rate("4 / (1 + exp((40 - u) / 5))", "closing rate of h per ms"),
    alpha_n: rate("0.032 * 5 / exprel((15 - u) / 5)", "opening rate of n per ms"),
    beta_n: rate("0.5 * exp((10 - u) / 40)", "closing rate of n per ms"),
  },
  dynamics: {
    v: "(g_l * (e_rev_leak - v) + g_na * m**3 * h * (e_rev_na - v) + g_k * n**4 * (e_rev_k - v) + i_offset + i_syn) / c_m",
    m: opening("m"),
    h: opening("h"),
    n: opening("n"),
  },
};

/** PyNN's cells in NeuroML; their receptors are attached synapses. */
export const pynnCells: readonly CellTable[] = [
  leaky("IF_curr_alpha", []),
  leaky("IF_curr_exp", []),
  leaky("IF_cond_alpha", reversals),
  leaky("IF_cond_exp", reversals),
  adaptive("EIF_cond_exp_isfa_ista"),
  adaptive("EIF_cond_alpha_isfa_ista"),
  hodgkinHuxley,
];
