import { defineSynapse } from "@spikeloom/kernel";

/** Synapse that transmits each spike with a fixed probability. */
export const simpleStochastic = defineSynapse({
  name: "simple-stochastic",
  about: "Synapse that transmits each spike with a fixed probability.",
  cite: ["doi:10.1016/j.neuron.2008.12.020"],
  parameters: {
    p: { default: 0.5, about: "probability that a spike is transmitted", min: 0, max: 1 },
  },
  expressions: {
    released: {
      value: "int(rand() < p)",
      unit: "1",
      about: "whether this spike is transmitted",
      constantOverStep: true,
    },
  },
  deliver: "weight * released",
});
