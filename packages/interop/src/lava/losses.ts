/** Losses of a Lava script. */
export const lavaLosses = {
  positions: "Positions of neurons, which only affect the connections.",
  precision: "Numbers of different precision.",
  recording: "Recorders that differ or are missing.",
  tier: "Weights rounded by a storage tier.",
} as const;

/** Code of a loss. */
export type LavaLoss = keyof typeof lavaLosses;
