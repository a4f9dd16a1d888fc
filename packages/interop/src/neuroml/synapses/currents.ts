import type { Row } from "../rows.ts";
import { fromZero, type Kinetics, type Named, type SynapseTable } from "./synapse-table.ts";

const time: Row = ["tau_syn", "tau_syn", "ms", "time constant", "plain"];
const reversal: Row = ["e_rev", "e_rev", "mV", "reversal potential", "plain"];

/** A decaying variable that a weight of 1 increases by `step`. */
function decaying(n: Named, { name, unit, step }: { name: string; unit: string; step: string }) {
  const x = n(name);
  return {
    state: { [x]: fromZero(unit, "synaptic variable") },
    dynamics: { [x]: `-${x} / ${n("tau_syn")}` },
    on: { [x]: `${x} + weight * ${step}` },
  };
}

/** A variable that follows an alpha function and peaks at `step` for a weight of 1. */
function alpha(n: Named, { name, unit, step }: { name: string; unit: string; step: string }) {
  const [x, drive] = [n(name), n("drive")];
  return {
    state: {
      [x]: fromZero(unit, "synaptic variable"),
      [drive]: fromZero(unit, "drive of the synapse"),
    },
    dynamics: {
      [x]: `(e * ${drive} - ${x}) / ${n("tau_syn")}`,
      [drive]: `-${drive} / ${n("tau_syn")}`,
    },
    on: { [drive]: `${drive} + weight * ${step}` },
  };
}

const current = { name: "i_syn", unit: "nA", step: "nA" };
const conductance = { name: "g", unit: "uS", step: "uS" };

function ohmic(n: Named, kinetics: Omit<Kinetics, "current">): Kinetics {
  return { ...kinetics, current: `${n("g")} * (${n("e_rev")} - v)` };
}

function injecting(n: Named, kinetics: Omit<Kinetics, "current">): Kinetics {
  return { ...kinetics, current: n("i_syn") };
}

/** NeuroML's alpha current, and PyNN's synapses, whose weights are in nA and uS. */
export const currents: readonly SynapseTable[] = [
  {
    element: "alphaCurrentSynapse",
    about: "current that follows an alpha function",
    rows: [
      ["tau", "tau_syn", "ms", "time of the peak"],
      ["ibase", "i_base", "nA", "peak current for a weight of 1"],
    ],
    kinetics: (n) => injecting(n, alpha(n, { ...current, step: n("i_base") })),
  },
  {
    element: "expCurrSynapse",
    about: "exponentially decaying current, weight in nA",
    rows: [time],
    kinetics: (n) => injecting(n, decaying(n, current)),
  },
  {
    element: "alphaCurrSynapse",
    about: "alpha-function current, weight in nA",
    rows: [time],
    kinetics: (n) => injecting(n, alpha(n, current)),
  },
  {
    element: "expCondSynapse",
    about: "exponentially decaying conductance, weight in uS",
    rows: [time, reversal],
    kinetics: (n) => ohmic(n, decaying(n, conductance)),
  },
  {
    element: "alphaCondSynapse",
    about: "alpha-function conductance, weight in uS",
    rows: [time, reversal],
    kinetics: (n) => ohmic(n, alpha(n, conductance)),
  },
];
