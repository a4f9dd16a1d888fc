/** Losses of a PyNN script, including differences of NEST. */
export const pynnLosses = {
  borders: "Periodic borders, which only affect the connections.",
  convention: "A step convention that differs from that of pyNN.nest.",
  counts: "Spike counts per step with a different distribution.",
  "dendritic-delay": "A dendritic fraction of the delay that pyNN.nest does not support.",
  "drawn-anew": "Random numbers drawn during the run: same distribution, different values.",
  early: "Events before the first step in which pyNN.nest can act.",
  extensions: "Features that pyNN.nest has only with its NEST extensions.",
  "initial-value": "An initial value that does not reach NEST.",
  integration: "Equations integrated by a different method, and rounding errors that grow.",
  "one-value": "Different values where pyNN.nest uses one for all.",
  "point-neuron": "A combination of neuron components that pyNN.nest lacks.",
  precision: "Numbers of different precision.",
  recording: "Recorders that differ or are missing.",
  "shared-noise": "Noise shared by neurons.",
  tier: "Weights rounded by a storage tier.",
} as const;

/** Code of a loss. */
export type PynnLoss = keyof typeof pynnLosses;
