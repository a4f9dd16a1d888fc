import { definePlasticity } from "@spikeloom/kernel";

/** Noisy gradient descent that replaces synapses before they change sign. */
export const deepRewiring = definePlasticity({
  name: "deep-rewiring",
  about: "Noisy gradient descent; a synapse whose weight would change sign is replaced.",
  cite: ["https://arxiv.org/abs/1711.05136"],
  weightUnit: "nA",
  parameters: {
    eta: { default: 0.05, about: "learning rate", min: 0 },
    alpha: { default: "0.0001 nA", about: "regularisation of every weight towards 0", min: "0 nA" },
    temperature: { default: "0 nA^2", about: "temperature of the random walk", min: "0 nA^2" },
    direction: { default: 1, about: "sign of all weights: 1 or -1", min: -1, max: 1 },
    interval: {
      default: "1 s",
      about: "time between two replacements",
      min: "0 s",
      exclusive: true,
    },
  },
  state: {
    gradient: { initial: 0, unit: "nA", about: "derivative of the loss, set externally" },
    dormant: { initial: 0, unit: "1", about: "1 if the weight would have changed sign" },
  },
  expressions: {
    noise: {
      value: "randn()",
      unit: "1",
      about: "random number of each update",
      constantOverStep: true,
    },
    strength: {
      value:
        "direction * weight - eta * (direction * gradient + alpha) + sqrt(2 * eta * temperature) * noise",
      unit: "nA",
      about: "magnitude of the weight after an update; dormant below 0",
    },
  },
  // Bellec and others 2018, algorithm 1.
  on: {
    update: {
      weight: "direction * max(strength, 0*nA)",
      dormant: "max(dormant, int(strength < 0*nA))",
    },
  },
  structure: {
    every: "interval",
    remove: "dormant > 0",
    add: "replace",
    initial: { weight: "0*nA", gradient: "0*nA", dormant: "0" },
  },
});
