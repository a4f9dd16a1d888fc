import type { ConventionRecord } from "@spikeloom/kernel";

/** Conventions of Nengo's reference simulator. */
export const nengo: ConventionRecord = {
  name: "nengo",
  // The operator graph is topologically sorted: what a connection without synapse carries acts in the same step,
  // before the neurons that it reaches.
  order: ["arrive", "integrate", "threshold", "reset"],
  // The first sample is labelled dt.
  spikeStamp: "end",
  // `voltage > 1` in LIF.step.
  threshold: "greater",
  // The period ends within a step, as the model specifies (`subStep`); the current has no effect meanwhile.
  refractory: { countOffset: 0, rounding: "nearest", blocksWrites: true },
  arrivals: "apart",
  delay: { least: 0, rounding: "nearest" },
  // Nengo itself has no source with given spike times.
  spikeTimes: { rounding: "nearest" },
  // PoissonSpiking sends any number of spikes in a step.
  multiplicity: "count",
  // A node is called with t + dt in the step from t to t + dt.
  inputHold: "end",
  sampleAt: "end",
  // A weight change computed by a learning rule in a step is applied in the next one.
  plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
};
