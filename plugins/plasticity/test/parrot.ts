import { defineNeuron, type NeuronModel } from "@spikeloom/kernel";

/**
 * Define a neuron that spikes when a spike arrives at `relay`, and is not affected by those at `plastic`.
 *
 * So a test sets the postsynaptic spike train, whatever the plastic synapses do.
 */
export function parrot(weightUnit: string): NeuronModel {
  return defineNeuron({
    name: "parrot",
    about: "Repeats the spikes that arrive at one of its receptors.",
    parameters: { v_0: { default: "-70 mV", about: "potential, which stays" } },
    receptors: {
      relay: { unit: "1", about: "spikes to repeat", on: { due: "due + weight" } },
      plastic: { unit: weightUnit, about: "spikes to hear", on: { heard: "heard + weight" } },
    },
    state: {
      v: { initial: "v_0", unit: "mV", about: "potential" },
      due: { initial: 0, unit: "1", about: "spikes to repeat" },
      heard: { initial: 0, unit: weightUnit, about: "sum of all weights that arrived" },
    },
    spike: { when: "due > 0.5", reset: { due: "0" } },
  }) as NeuronModel;
}
