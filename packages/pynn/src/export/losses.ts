/** Losses of a PyNN script, including differences of NEST. */
export const pynnLosses = {
  borders: "Borders that meet show in the connections alone.",
  convention: "A rule of a step that is another one in pyNN.nest.",
  counts: "Counts of spikes in a step that vary by another law.",
  "dendritic-delay": "A share of the delay that pyNN.nest does not take.",
  "drawn-anew": "What is drawn in a run: the same law, other numbers.",
  early: "What happens before pyNN.nest lets anything act.",
  extensions: "What pyNN.nest has only with its NEST extensions.",
  "initial-value": "An initial value that does not reach NEST.",
  integration: "Equations that are integrated in another way.",
  "one-value": "Values that differ where pyNN.nest takes one for all.",
  "point-neuron": "A neuron of parts that pyNN.nest has not.",
  precision: "Numbers of another precision.",
  recording: "What is recorded otherwise, or not at all.",
  "shared-noise": "Noise that neurons share.",
  tier: "Weights as a tier rounds them.",
} as const;

/** Code of a loss. */
export type PynnLoss = keyof typeof pynnLosses;
