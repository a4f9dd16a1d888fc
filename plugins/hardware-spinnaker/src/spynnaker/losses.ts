/** Losses of a script for sPyNNaker. */
export const spynnakerLosses = {
  constant: "Constants of neurons in words that the chip does not compute from any time.",
  "drawn-anew": "Poisson sources that draw other spikes with the same distribution.",
  "initial-value": "Initial values that sPyNNaker's neurons do not have.",
  recording: "Recorders that differ or are missing.",
  scale: "Weights that sPyNNaker scales by another shift than the network states.",
} as const;

/** Code of a loss. */
export type SpynnakerLoss = keyof typeof spynnakerLosses;
