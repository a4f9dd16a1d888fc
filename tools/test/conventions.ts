import type { ConventionRecord } from "../../packages/kernel/src/index.ts";

/** Arriving spikes act before the threshold is tested, as in NEST. */
export const together: ConventionRecord = {
  name: "together",
  order: ["integrate", "arrive", "threshold", "reset"],
  spikeStamp: "end",
  threshold: "as-written",
  refractory: { countOffset: 0, blocksWrites: true },
  delay: { least: 1, rounding: "nearest" },
  multiplicity: "count",
  inputHold: "start",
  sampleAt: "end",
};

/** Spikes can arrive in the step in which they are sent, between threshold and reset, as in Brian2. */
export const splitting: ConventionRecord = {
  ...together,
  name: "splitting",
  order: ["integrate", "threshold", "arrive", "reset"],
  spikeStamp: "start",
  refractory: { countOffset: -1, blocksWrites: false },
  delay: { least: 0, rounding: "nearest" },
  sampleAt: "start",
};
