/** Losses of a Brian2 script. */
export const brian2Losses = {
  counts: "Spike counts per step with a different distribution.",
  "drawn-anew": "Random numbers drawn during the run: same distribution, different values.",
  integration: "Equations integrated by a different method, and rounding errors that grow.",
  positions: "Positions of neurons, which only affect the connections.",
  precision: "Numbers of different precision.",
  recording: "Recorders that differ or are missing.",
  tier: "Weights rounded by a storage tier.",
} as const;

/** Code of a loss. */
export type Brian2Loss = keyof typeof brian2Losses;
