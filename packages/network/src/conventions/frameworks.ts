import type { ConventionRecord } from "@spikeloom/kernel";

/** Conventions common to machine-learning frameworks: input to a layer acts before its threshold test. */
export const frameworks: ConventionRecord = {
  name: "frameworks",
  // A layer sums its inputs, tests its potential and sends spikes in the same call.
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  // snnTorch and norse spike above the threshold, SpikingJelly and sinabs at it.
  threshold: "as-written",
  refractory: { countOffset: 0, rounding: "nearest", blocksWrites: true },
  arrivals: "apart",
  delay: { least: 0, rounding: "nearest" },
  spikeTimes: { rounding: "nearest" },
  multiplicity: "count",
  inputHold: "start",
  sampleAt: "end",
  plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
};
