import { definePlasticity } from "@spikeloom/kernel";
import { rateTimes, rateTraces } from "./rate-traces.ts";

/** Hebbian learning with a decay that keeps the sum of squared weights constant. */
export const oja = definePlasticity({
  name: "oja",
  about: "Postsynaptic spikes raise weights by the source's rate and lower them by the target's.",
  cite: ["doi:10.1007/BF00275687"],
  weightUnit: "nA",
  parameters: {
    ...rateTimes,
    w_unit: {
      default: "1 nA",
      about: "reference weight that counts as 1",
      min: "0 nA",
      exclusive: true,
    },
    beta: { default: 1, about: "strength of the decay", min: 0 },
    eta: { default: "0.0001 s", about: "learning rate", min: "0 s" },
  },
  traces: rateTraces,
  // Oja 1982, the rule for small steps; one factor of the target's rate is represented by its spikes.
  on: {
    pre: { a_pre: "a_pre + 1 / tau_pre" },
    post: {
      a_post: "a_post + 1 / tau_post",
      weight: "weight + eta * (w_unit * a_pre - beta * weight * a_post)",
    },
  },
});
