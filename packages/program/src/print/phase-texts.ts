import type { Phase } from "../schedule.ts";

/** Description of each phase of a step. */
export const phaseTexts: Readonly<Record<Phase, string>> = {
  input: "continuous inputs are set, random numbers drawn",
  sample: "recorders sample",
  sources: "point processes send the spikes of the step",
  arrive: "weights of spikes whose delay ends are added to receptors; sources act on synapses",
  integrate: "state variables are advanced",
  threshold: "spike conditions are tested",
  reset: "neurons that spiked are reset, refractoriness begins",
  plasticity: "spikes of targets act on plastic synapses",
};
