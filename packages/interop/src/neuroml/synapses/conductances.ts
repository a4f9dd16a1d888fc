import type { ExpressionRecord } from "@spikeloom/kernel";
import type { Row } from "../rows.ts";
import { fromZero, type Kinetics, type Named, type SynapseTable } from "./synapse-table.ts";

const base: Row = ["gbase", "g_base", "nS", "peak conductance for a weight of 1"];
const reversal: Row = ["erev", "e_rev", "mV", "reversal potential"];
const rise: Row = ["tauRise", "tau_rise", "ms", "rise time constant of the conductance"];
const decay: Row = ["tauDecay", "tau_decay", "ms", "decay time constant of the conductance"];

/** Factor that normalises the peak of a difference of exponentials to 1. */
function peakFactor(rising: string, decaying: string): ExpressionRecord {
  const peak = `log(${decaying} / ${rising}) * ${rising} * ${decaying} / (${decaying} - ${rising})`;
  return {
    value: `1 / (exp(-(${peak}) / ${decaying}) - exp(-(${peak}) / ${rising}))`,
    unit: "1",
    about: "factor that normalises the peak conductance of a spike",
  };
}

/** Rows of a synapse whose conductance rises and decays exponentially. */
export const twoRows: readonly Row[] = [base, reversal, rise, decay];

/** A conductance that rises and decays exponentially; `block` is a factor of its current. */
export function twoExponentials(n: Named, block = ""): Kinetics {
  const [tauRise, tauDecay] = [n("tau_rise"), n("tau_decay")];
  return {
    state: {
      [n("rising")]: fromZero("1", "subtracted exponential"),
      [n("falling")]: fromZero("1", "remaining exponential"),
    },
    expressions: { [n("factor")]: peakFactor(tauRise, tauDecay) },
    dynamics: {
      [n("rising")]: `-${n("rising")} / ${tauRise}`,
      [n("falling")]: `-${n("falling")} / ${tauDecay}`,
    },
    on: {
      [n("rising")]: `${n("rising")} + weight * ${n("factor")}`,
      [n("falling")]: `${n("falling")} + weight * ${n("factor")}`,
    },
    current: `${block}${n("g_base")} * (${n("falling")} - ${n("rising")}) * (${n("e_rev")} - v)`,
  };
}

const single: SynapseTable = {
  element: "expOneSynapse",
  about: "conductance that decays exponentially",
  rows: [base, reversal, decay],
  kinetics: (n) => ({
    state: { [n("g")]: fromZero("nS", "conductance") },
    dynamics: { [n("g")]: `-${n("g")} / ${n("tau_decay")}` },
    on: { [n("g")]: `${n("g")} + weight * ${n("g_base")}` },
    current: `${n("g")} * (${n("e_rev")} - v)`,
  }),
};

const alpha: SynapseTable = {
  element: "alphaSynapse",
  about: "conductance that follows an alpha function",
  rows: [base, reversal, ["tau", "tau_syn", "ms", "time of the peak"]],
  kinetics: (n) => ({
    state: {
      [n("g")]: fromZero("nS", "conductance"),
      [n("drive")]: fromZero("nS", "drive of the conductance"),
    },
    dynamics: {
      [n("g")]: `(e * ${n("drive")} - ${n("g")}) / ${n("tau_syn")}`,
      [n("drive")]: `-${n("drive")} / ${n("tau_syn")}`,
    },
    on: { [n("drive")]: `${n("drive")} + weight * ${n("g_base")}` },
    current: `${n("g")} * (${n("e_rev")} - v)`,
  }),
};

const three: SynapseTable = {
  element: "expThreeSynapse",
  about: "conductance with one rise and two decays",
  rows: [
    ["gbase1", "g_base1", "nS", "peak conductance of the first decay"],
    ["gbase2", "g_base2", "nS", "peak conductance of the second decay"],
    reversal,
    rise,
    ["tauDecay1", "tau_decay1", "ms", "first decay"],
    ["tauDecay2", "tau_decay2", "ms", "second decay"],
  ],
  kinetics(n) {
    const [rising, first, second] = [n("rising"), n("falling1"), n("falling2")];
    const [base1, base2] = [n("g_base1"), n("g_base2")];
    const [factor1, factor2] = [n("factor1"), n("factor2")];
    const total = `(${base1} * ${factor1} + ${base2} * ${factor2}) / (${base1} + ${base2})`;
    return {
      state: {
        [rising]: fromZero("1", "subtracted exponential"),
        [first]: fromZero("1", "first remaining exponential"),
        [second]: fromZero("1", "second remaining exponential"),
      },
      expressions: {
        [factor1]: peakFactor(n("tau_rise"), n("tau_decay1")),
        [factor2]: peakFactor(n("tau_rise"), n("tau_decay2")),
      },
      dynamics: {
        [rising]: `-${rising} / ${n("tau_rise")}`,
        [first]: `-${first} / ${n("tau_decay1")}`,
        [second]: `-${second} / ${n("tau_decay2")}`,
      },
      on: {
        [rising]: `${rising} + weight * ${total}`,
        [first]: `${first} + weight * ${factor1}`,
        [second]: `${second} + weight * ${factor2}`,
      },
      current: `(${base1} * (${first} - ${rising}) + ${base2} * (${second} - ${rising})) * (${n("e_rev")} - v)`,
    };
  },
};

/** NeuroML's conductance-based synapses. */
export const conductances: readonly SynapseTable[] = [
  single,
  {
    element: "expTwoSynapse",
    about: "conductance that rises and decays exponentially",
    rows: twoRows,
    kinetics: (n) => twoExponentials(n),
  },
  three,
  alpha,
];
