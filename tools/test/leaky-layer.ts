import { defineNeuron } from "@spikeloom/kernel";

/** Fraction of the potential that remains after a step. */
export const kept = 0.7;

/** Leaky neuron of a layer, which adds a bias to the input from spikes and values; normalisation shifts the bias. */
export const leakyLayer = defineNeuron({
  name: "leaky-layer",
  about: "Leaky neuron of a layer.",
  parameters: {
    bias: { default: 0, about: "bias" },
    threshold: { default: 1, about: "threshold" },
  },
  receptors: {
    spikes: { unit: "1", about: "weighted spikes", on: { x_spikes: "x_spikes + weight" } },
  },
  inputs: { x_values: { unit: "1", about: "weighted values" } },
  state: {
    v: { unit: "1", initial: 0, about: "potential" },
    x_spikes: { unit: "1", initial: 0, about: "what spikes bring in this step" },
  },
  step: [{ v: `${kept} * v + x_spikes + x_values + bias` }, { x_spikes: "0" }],
  spike: { when: "v >= threshold", reset: { v: "v - threshold" } },
});
