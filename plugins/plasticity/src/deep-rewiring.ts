import { definePlasticity } from "@spikeloom/kernel";

/** Noisy descent of a gradient that replaces synapses before they change sign. */
export const deepRewiring = definePlasticity({
  name: "deep-rewiring",
  about: "Noisy descent of a gradient; a synapse whose weight would change sign is replaced.",
  cite: ["https://arxiv.org/abs/1711.05136"],
  weightUnit: "nA",
  parameters: {
    eta: { default: 0.05, about: "learning rate", min: 0 },
    alpha: { default: "0.0001 nA", about: "pull of every weight towards 0", min: "0 nA" },
    temperature: { default: "0 nA^2", about: "strength of the random walk", min: "0 nA^2" },
    direction: { default: 1, about: "sign of all weights: 1 or -1", min: -1, max: 1 },
    interval: {
      default: "1 s",
      about: "time between two replacements",
      min: "0 s",
      exclusive: true,
    },
  },
  state: {
    gradient: { initial: 0, unit: "nA", about: "derivative of the loss, set from outside" },
    dormant: { initial: 0, unit: "1", about: "1 where the weight would have changed sign" },
  },
  expressions: {
    noise: {
      value: "randn()",
      unit: "1",
      about: "one draw for each update",
      constantOverStep: true,
    },
    strength: {
      value:
        "direction * weight - eta * (direction * gradient + alpha) + sqrt(2 * eta * temperature) * noise",
      unit: "nA",
      about: "size of the weight after an update; dormant below 0",
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
