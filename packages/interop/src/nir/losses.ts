/** What a network does not keep of a graph, or a graph of a network, by code. */
export const nirLosses = {
  layers: "Convolutions, pools and scales are connections in a network, one for each pair.",
  metadata: "Metadata is not kept.",
  name: "The name of a node that cannot be that of a population.",
  profile: "A parameter that the library of the profile does not read.",
  recurrence: "A signal in a circle, which comes a step later than the graph says.",
  rounded: "A delay that is no multiple of the step.",
} as const;

/** A code of what is lost. */
export type NirLossCode = keyof typeof nirLosses;
