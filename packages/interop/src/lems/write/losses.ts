/** What a simulation of LEMS cannot say, or its simulators do otherwise. */
export const lemsWriteLosses = {
  convention: "Rules of a step that simulators of LEMS have otherwise.",
  "drawn-anew":
    "What is drawn in a run: other numbers, of the same law where nothing else is said.",
  integration: "Equations that are integrated in another way than by forward Euler.",
  model: "Neurons of rules that are not written; their population is left out.",
  name: "Names that are no ids of LEMS, or there twice; the file has others.",
  plasticity:
    "Rules by which weights change, for which events of LEMS have no way; their projection is left out.",
  positions: "Where neurons are, which shows in the connections alone.",
  recording: "What is recorded otherwise, or not at all.",
  settings:
    "The precision, the tier and the trial of a run; the space, and what a network is about.",
  stimulus: "Stimuli that are not written; they are left out.",
  synapse: "Synapses that keep something or couple neurons; their projection is left out.",
} as const;

/** The code of a loss. */
export type LemsWriteLoss = keyof typeof lemsWriteLosses;
