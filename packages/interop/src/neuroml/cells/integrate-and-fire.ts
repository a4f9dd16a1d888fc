import type { Row } from "../rows.ts";
import { type CellTable, neuroml, potentialFrom } from "./cell-table.ts";

const rest: Row = ["leakReversal", "v_rest", "mV", "leak reversal potential"];
const threshold: Row = ["thresh", "v_threshold", "mV", "spike threshold"];
const reset: Row = ["reset", "v_reset", "mV", "reset potential"];
const capacitance: Row = ["C", "c_m", "pF", "membrane capacitance"];
const leak: Row = ["leakConductance", "g_l", "nS", "leak conductance"];
const refractory: Row = ["refract", "tau_refrac", "ms", "absolute refractory period"];
const tau: Row = ["tau", "tau_m", "ms", "membrane time constant"];

const crossing = { when: "v > v_threshold", reset: { v: "v_reset" } } as const;
const held = { ...crossing, refractory: { for: "tau_refrac", hold: ["v"] } } as const;
const state = potentialFrom("v_rest");

const iafTauCell: CellTable = {
  element: "iafTauCell",
  about: "Leaky integrate-and-fire neuron with a time constant, without inputs.",
  cite: neuroml,
  rows: [rest, threshold, reset, tau],
  state,
  dynamics: { v: "(v_rest - v) / tau_m" },
  spike: crossing,
};

const iafCell: CellTable = {
  element: "iafCell",
  about: "Leaky integrate-and-fire neuron with capacitance and leak conductance.",
  cite: neuroml,
  rows: [rest, threshold, reset, capacitance, leak],
  attached: "nA",
  state,
  dynamics: { v: "(g_l * (v_rest - v) + i_syn) / c_m" },
  spike: crossing,
};

/** The integrate-and-fire cells of NeuroML, with and without refractory period. */
export const integrateAndFire: readonly CellTable[] = [
  iafTauCell,
  {
    ...iafTauCell,
    element: "iafTauRefCell",
    about: "Refractory leaky integrate-and-fire neuron with a time constant, without inputs.",
    rows: [...iafTauCell.rows, refractory],
    spike: held,
  },
  iafCell,
  {
    ...iafCell,
    element: "iafRefCell",
    about: "Refractory leaky integrate-and-fire neuron with capacitance and leak conductance.",
    rows: [...iafCell.rows, refractory],
    spike: held,
  },
  {
    element: "adExIaFCell",
    about: "Adaptive exponential integrate-and-fire neuron.",
    cite: ["doi:10.1152/jn.00686.2005", ...neuroml],
    rows: [
      capacitance,
      ["gL", "g_l", "nS", "leak conductance"],
      ["EL", "v_rest", "mV", "leak reversal potential"],
      ["VT", "v_t", "mV", "threshold of the exponential term"],
      ["thresh", "v_threshold", "mV", "spike detection potential"],
      reset,
      ["delT", "delta_t", "mV", "slope factor of the exponential term"],
      ["tauw", "tau_w", "ms", "adaptation time constant"],
      refractory,
      ["a", "a", "nS", "subthreshold adaptation"],
      ["b", "b", "pA", "adaptation increment at a spike"],
    ],
    attached: "nA",
    state: { ...state, w: { initial: "0 nA", unit: "nA", about: "adaptation current" } },
    expressions: {
      // Beyond the threshold, the exponential would overflow within the stages of a step.
      v_cut: {
        value: "min(v, v_threshold)",
        unit: "mV",
        about: "potential, limited to the threshold",
      },
    },
    dynamics: {
      v: "(g_l * (v_rest - v_cut) + g_l * delta_t * exp((v_cut - v_t) / delta_t) - w + i_syn) / c_m",
      w: "(a * (v_cut - v_rest) - w) / tau_w",
    },
    spike: {
      when: "v > v_threshold",
      reset: { v: "v_reset", w: "w + b" },
      refractory: { for: "tau_refrac", hold: ["v"] },
    },
  },
];
