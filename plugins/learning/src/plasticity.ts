import { defineLearning, type LearningRecord } from "@spikeloom/kernel";
import type { PlasticityParameter } from "./plasticity-learner.ts";

/**
 * Plasticity rules run in a simulation, with a reward after each sample.
 *
 * The optimiser and the surrogate of a task are ignored; clipping, costs and other options that do not apply to rules
 * are refused. Samples are processed one by one, each starting from the state that the previous ones left in neurons
 * and synapses. Every assessment starts from the learnt state, including random numbers, so that all assessed samples
 * receive the same noise, and discards its changes. The precision is that of the network unless the task sets one. With
 * class assignment, rules without reward learn without labels, which are then used only to assign neurons, and outputs
 * are mean spikes by class.
 */
export const plasticity: LearningRecord<PlasticityParameter> = defineLearning({
  name: "plasticity",
  about: "Plasticity rules of the network itself, with a reward after each sample.",
  cite: ["doi:10.3389/fncir.2015.00085", "doi:10.3389/fncom.2015.00099"],
  parameters: {
    rest: {
      default: "0 ms",
      min: "0 ms",
      about: "time without input after each sample; at least one step if there is a reward",
    },
    right: { default: 1, about: "reward for a correct answer" },
    wrong: { default: -1, about: "reward for a wrong answer" },
    classes: {
      default: 0,
      min: 0,
      about:
        "number of classes, each read from the neurons that spike most for it; 0: neurons are answers",
    },
    memory: {
      default: 100,
      min: 1,
      about: "number of samples of a class in the mean spike count of a neuron",
    },
    weight_sum: {
      default: 0,
      min: 0,
      about:
        "sum in internal units to which weights onto a neuron are scaled before each sample; 0: none",
    },
  },
  begin: async (request, saved) =>
    (await import("./plasticity-learner.ts")).beginPlasticity(request, saved),
});
