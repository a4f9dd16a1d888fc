/** Losses of a network in NeuroML. */
export const neuromlLosses = {
  unused: "Components of a file that its network does not use.",
  unread: "Unsupported elements of a network, and attributes of cells and other components.",
  positions: "Positions of a population in which some neurons have none.",
  notes:
    "Notes, annotations and properties, and labels of cells such as ions, which do not affect a run.",
  model:
    "Neurons whose equations neither a NeuroML component nor a LEMS type can express; their population is omitted.",
  synapse:
    "Synapses whose equations neither a NeuroML component nor a LEMS type can express; their projection is omitted.",
  "drawn-anew": "Random numbers drawn during the run: same distribution, different values.",
  split: "Populations whose neurons differ, which become several populations of equal neurons.",
  spike: "Spike conditions other than a threshold crossing of the potential.",
  clamped: "Concentrations that may become negative, which NeuroML clips at zero.",
  initial: "Initial values, which NeuroML components determine themselves.",
  name: "Names of projections and populations that are not valid or not unique ids.",
  stimulus:
    "Stimuli that neither a NeuroML input nor a LEMS type can express; they are omitted, or drawn with a different distribution.",
  settings: "Step, duration, seed, convention and integrators of a run.",
  recorders: "Recorders, if no LEMS simulation file is written or it cannot name the variable.",
} as const;

/** Code of a loss. */
export type NeuromlLoss = keyof typeof neuromlLosses;
