/** Losses of a LEMS simulation, including differences of its simulators. */
export const lemsWriteLosses = {
  convention: "Step conventions that differ in LEMS simulators.",
  "drawn-anew":
    "Random numbers drawn during the run: different values, with the same distribution unless stated otherwise.",
  integration:
    "Equations with an integration method other than forward Euler, and rounding errors that grow.",
  model: "Neurons with unsupported rules; their population is omitted.",
  name: "Names that are not valid or not unique as LEMS ids; they are changed.",
  plasticity: "Plasticity rules, which LEMS events cannot express; their projection is omitted.",
  positions: "Positions of neurons, which only affect the connections.",
  recording: "Recorders that differ or are missing.",
  settings: "Precision, storage tier, trial, space, and description of a network.",
  stimulus: "Unsupported stimuli, which are omitted.",
  synapse: "Synapses with state and couplings; their projection is omitted.",
} as const;

/** Code of a loss. */
export type LemsWriteLoss = keyof typeof lemsWriteLosses;
