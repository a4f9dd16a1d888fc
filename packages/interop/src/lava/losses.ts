/** Losses of a Lava script. */
export const lavaLosses = {
  positions: "Positions of neurons, which only affect the connections.",
  precision: "Numbers of different precision.",
  recording: "Recorders that differ or are missing.",
  shift:
    "Weights with a negative exponent and several delays: Lava rounds the sum of each delay down, the emulator the sum of all.",
  tier: "Weights rounded by a storage tier.",
} as const;

/** Code of a loss. */
export type LavaLoss = keyof typeof lavaLosses;
