/** What a PyNEST script cannot say, or NEST does otherwise. */
export const nestLosses = {
  counts: "Counts of spikes in a step that vary by another law.",
  "drawn-anew": "What is drawn in a run: the same law, other numbers.",
  "initial-value": "An initial value that NEST lets nobody set.",
  integration: "Equations that are integrated in another way.",
  positions: "Where neurons are, which shows in the connections alone.",
  precision: "Numbers of another precision.",
  recording: "What is recorded otherwise, or not at all.",
  tier: "Weights as a tier rounds them.",
} as const;

/** The code of a loss. */
export type NestLoss = keyof typeof nestLosses;
