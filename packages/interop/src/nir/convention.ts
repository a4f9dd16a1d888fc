import type { ConventionRecord } from "@spikeloom/kernel";

/** Step convention of a forward pass: input acts in the same step, and neurons spike above the threshold. */
export const nirConvention: ConventionRecord = {
  name: "nir",
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  threshold: "as-written",
  refractory: { countOffset: 0, rounding: "nearest", blocksWrites: true },
  arrivals: "apart",
  delay: { least: 0, rounding: "nearest" },
  spikeTimes: { rounding: "nearest" },
  multiplicity: "count",
  inputHold: "start",
  sampleAt: "end",
};

/** The same for delta spikes, which act at the end of a step, right before the threshold test. */
export const impulseConvention: ConventionRecord = {
  ...nirConvention,
  name: "nir-impulses",
  order: ["integrate", "arrive", "threshold", "reset"],
  delay: { least: 1, rounding: "nearest" },
};
