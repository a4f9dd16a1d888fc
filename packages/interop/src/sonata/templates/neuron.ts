import type { Template } from "./template.ts";

/** NEURON artificial cells, by name. */
export const neuronTemplates: Readonly<Record<string, Template>> = {
  // NEURON's own parameters are in ms; those of circuits are in s, as the Brain Modeling Toolkit reads them.
  // Its membrane state m has no unit and the threshold is 1: mV stand for it here.
  IntFire1: {
    model: "lif-delta",
    parameters: [
      ["tau", "tau_m", "s", 0.01],
      ["refrac", "tau_refrac", "s", 0.005],
    ],
    fixed: [
      ["v_rest", "mV", 0],
      ["v_reset", "mV", 0],
      ["v_threshold", "mV", 1],
    ],
    state: [["m", "v", "mV", 0]],
    neutral: {},
    weight: { unit: "mV", receptors: ["delta"], isMagnitude: false },
  },
};
