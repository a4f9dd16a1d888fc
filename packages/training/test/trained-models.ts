import type { SmallNetwork } from "./small-task.ts";

const unitless = {
  v_rest: "0 mV",
  v_reset: "0 mV",
  v_threshold: "1 mV",
  tau_refrac: "0 ms",
};
const excitatory = { receptor: "excitatory" } as const;

/** A model of each kind, with weights at which it spikes, and half the width of a surrogate. */
export const trainedModels: readonly (SmallNetwork & { readonly width: number })[] = [
  { model: "lif-delta", parameters: unitless, weight: [0.9, "mV"], width: 0.5 },
  { model: "lif-delta", weight: [20, "mV"], width: 8 },
  { model: "if-delta", weight: [14, "mV"], width: 8 },
  { model: "lif-curr-exp", ...excitatory, weight: [2.5, "nA"], width: 8 },
  { model: "lif-curr-alpha", ...excitatory, weight: [2.5, "nA"], width: 8 },
  { model: "mat2-curr-exp", ...excitatory, weight: [2.5, "nA"], width: 8 },
  { model: "lif-cond-exp", ...excitatory, weight: [0.06, "uS"], least: 0, width: 8 },
  { model: "lif-cond-alpha", ...excitatory, weight: [0.06, "uS"], least: 0, width: 8 },
  { model: "lif-cond-exp-sfa-rr", ...excitatory, weight: [0.06, "uS"], least: 0, width: 8 },
];
