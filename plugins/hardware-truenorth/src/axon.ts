import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";

/** Name of the model, by which the emulator finds populations of axons. */
export const axonName = "truenorth-axon";

/** Receptor of an axon. */
export const axonReceptor = "spikes";

/**
 * Axon that several neurons reach.
 *
 * Spikes that reach it in one tick count once, as they set the same bit of the core's scheduler.
 */
export const trueNorthAxon: NeuronModel<NeuronRecord["parameters"]> = defineNeuron({
  name: axonName,
  about: "Axon of TrueNorth that several neurons reach; their spikes in a tick count once.",
  cite: ["doi:10.1109/TCAD.2015.2474396"],
  parameters: {},
  receptors: {
    [axonReceptor]: {
      unit: "1",
      about: "spikes of the neurons",
      on: { arrived: "arrived + weight" },
    },
  },
  state: {
    arrived: { type: "integer", unit: "1", initial: 0, about: "spikes in this tick" },
    fired: { type: "integer", unit: "1", initial: 0, about: "1 if a spike arrived" },
  },
  step: [{ fired: "int(arrived > 0)", arrived: "0" }],
  spike: { when: "fired == 1", reset: {} },
});
