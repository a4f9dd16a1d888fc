import type { ConventionRecord } from "../../packages/kernel/src/index.ts";

/** What arrives acts before the threshold is tested, as in NEST. */
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

/** What is sent in a step can arrive in it, between threshold and reset, as in Brian2. */
export const splitting: ConventionRecord = {
  ...together,
  name: "splitting",
  order: ["integrate", "threshold", "arrive", "reset"],
  spikeStamp: "start",
  refractory: { countOffset: -1, blocksWrites: false },
  delay: { least: 0, rounding: "nearest" },
  sampleAt: "start",
};
