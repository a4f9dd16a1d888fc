import { defineNeuron } from "@spikeloom/kernel";

/** Spike source that emits spikes at given times: the `times` of the population. */
export const spikeArray = defineNeuron({
  name: "spike-array",
  about: "Spike source that emits spikes at given times.",
  cite: ["doi:10.3389/neuro.11.011.2008"],
  parameters: {},
  source: { process: "times", times: "times" },
});
