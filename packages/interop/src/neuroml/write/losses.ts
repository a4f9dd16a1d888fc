/** What a network in NeuroML cannot say. */
export const neuromlLosses = {
  unused: "Components of a file that its network does not use.",
  unread: "Elements of a network, and attributes of cells and other components, that are not read.",
  positions: "Positions of a population of which some neurons have none.",
  notes: "Notes, annotations and properties, and labels of cells such as ions, which no run reads.",
  model:
    "Neurons whose equations are no component of NeuroML and no type of LEMS; their population is left out.",
  synapse:
    "Synapses whose equations are no component of NeuroML and no type of LEMS; their projection is left out.",
  "drawn-anew": "What is drawn in a run: the same law, other numbers.",
  varied: "Values that differ from neuron to neuron, of which NeuroML takes one for a population.",
  spike: "When a neuron spikes, where that is not the crossing of a potential.",
  clamped: "Concentrations that may fall below zero, where NeuroML stops them.",
  initial: "Initial values, which components of NeuroML bring along.",
  name: "Names of projections and populations that are no identifiers, or there twice.",
  stimulus:
    "Stimuli that no input of NeuroML and no type of LEMS gives; they are left out, or drawn by another law.",
  settings: "The step, the duration, the seed, the convention and the integrators of a run.",
  recorders:
    "What is recorded, where no simulation file of LEMS is written, or one that has no name for it.",
} as const;

/** The code of a loss. */
export type NeuromlLoss = keyof typeof neuromlLosses;
