import type { ConventionRecord } from "@spikeloom/kernel";

/** Rules of a step of a forward pass: what comes in counts in the same step, and spikes above the threshold. */
export const nirConvention: ConventionRecord = {
  ...{ name: "nir", order: ["arrive", "integrate", "threshold", "reset"], spikeStamp: "end" },
  threshold: "as-written",
  refractory: { countOffset: 0, rounding: "nearest", blocksWrites: true },
  ...{ arrivals: "apart", delay: { least: 0, rounding: "nearest" } },
  ...{ spikeTimes: { rounding: "nearest" }, multiplicity: "count" },
  ...{ inputHold: "start", sampleAt: "end" },
};
