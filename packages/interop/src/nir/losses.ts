/** What a network does not keep of a graph, or a graph of a network, by code. */
export const nirLosses = {
  current: "A constant current of a neuron that does not leak.",
  initial: "Where a variable of a neuron starts.",
  layers: "Convolutions, pools and scales are connections in a network, one for each pair.",
  metadata: "Metadata is not kept.",
  name: "The name of a node that cannot be that of a population, or of a projection.",
  plasticity: "A rule by which weights change.",
  positions: "Where neurons are.",
  profile: "A parameter that the library of the profile does not read.",
  receptors: "A second time constant of what comes in.",
  recorder: "What is recorded otherwise than outputs give it.",
  recurrence: "A signal in a circle, which comes a step later than the graph says.",
  refractory: "A refractory period.",
  reset: "Another potential after a spike than that without input.",
  rounded: "A delay that is no multiple of the step.",
  setting: "Settings of a run, which no graph has.",
  stimulus: "What acts on a network from outside, or comes out of its sources.",
  synapse: "A synapse that does more than hand on its weight.",
} as const;

/** A code of what is lost. */
export type NirLossCode = keyof typeof nirLosses;
