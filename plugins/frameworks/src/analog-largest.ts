import { defineNeuron, type NeuronModel, type NeuronRecord } from "@spikeloom/kernel";

const places = [0, 1, 2, 3] as const;
const unit = "1";

/**
 * Maximum over the four positions of a square, as in `MaxPool2d(2)`.
 *
 * Each position has a receptor for spikes and an input for values. The gradient goes to the position of the maximum.
 */
export const analogLargest: NeuronModel<NeuronRecord["parameters"]> = defineNeuron({
  name: "analog-largest",
  about: "Analog neuron: the maximum of four inputs, values or spikes of the step.",
  cite: ["isbn:9780262035613"],
  parameters: {},
  receptors: Object.fromEntries(
    places.map((k) => {
      const about = `spikes of position ${k} of a square, row by row`;
      return [`spikes_${k}`, { unit, about, on: { [`s_${k}`]: `s_${k} + weight` } }];
    }),
  ),
  inputs: Object.fromEntries(
    places.map((k) => [`x_${k}`, { unit, about: `value of position ${k}` }]),
  ),
  state: {
    v: { unit, initial: 0, about: "the largest" },
    ...Object.fromEntries(
      places.map((k) => [
        `s_${k}`,
        { unit, initial: 0, about: `effect of spikes of position ${k}` },
      ]),
    ),
  },
  step: [
    { v: "max(max(s_0 + x_0, s_1 + x_1), max(s_2 + x_2, s_3 + x_3))" },
    Object.fromEntries(places.map((k) => [`s_${k}`, "0"])),
  ],
});
