/** Information lost between graphs and networks, in either direction, by code. */
export const nirLosses = {
  current: "A constant current of a neuron without leak.",
  initial: "Initial values of neuron variables.",
  layers: "Convolutions, pooling and scaling, which a network stores as individual connections.",
  metadata: "Metadata is not stored.",
  name: "A node name that is not valid for a population, or the name of a projection.",
  plasticity: "A plasticity rule.",
  positions: "Positions of neurons.",
  profile: "A parameter that the profile's library does not read.",
  receptors: "A second time constant of synaptic input.",
  recorder: "Recorders other than of the outputs.",
  recurrence: "A signal in a cycle, which is one step later than in the graph.",
  refractory: "A refractory period.",
  reset: "A reset potential that differs from the resting potential.",
  rounded: "A delay that is not a multiple of the step.",
  setting: "Run settings, which a graph cannot store.",
  stimulus: "Stimuli, and spikes of sources.",
  weights: "Weights rounded to integers.",
  synapse: "A synapse model that does more than pass on its weight.",
} as const;

/** Code of a loss. */
export type NirLossCode = keyof typeof nirLosses;
