/** Losses of a PyNEST script. */
export const nestLosses = {
  counts: "Spike counts per step with a different distribution.",
  "drawn-anew": "Random numbers drawn during the run: same distribution, different values.",
  "initial-value": "An initial value that cannot be set in NEST.",
  integration: "Equations integrated by a different method.",
  positions: "Positions of neurons, which only affect the connections.",
  precision: "Numbers of different precision.",
  recording: "Recorders that differ or are missing.",
  tier: "Weights rounded by a storage tier.",
} as const;

/** Code of a loss. */
export type NestLoss = keyof typeof nestLosses;
