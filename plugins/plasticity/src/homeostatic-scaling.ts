import { definePlasticity } from "@spikeloom/kernel";
import { timeConstant } from "./time-constant.ts";

/** Homeostatic scaling of all weights of a neuron at an event. */
export const homeostaticScaling = definePlasticity({
  name: "homeostatic-scaling",
  about: "At each event, all weights of a neuron are scaled towards a target rate.",
  cite: ["doi:10.1038/36103", "doi:10.1016/S0896-6273(03)00255-1"],
  parameters: {
    tau_rate: timeConstant("10000 ms", "time constant of the target's rate"),
    rate_target: {
      default: "5 Hz",
      about: "desired rate of the target",
      min: "0 Hz",
      exclusive: true,
    },
    eta: {
      default: 0.01,
      about: "fraction by which a silent neuron's weights grow at an event",
      min: 0,
    },
  },
  traces: { rate: { of: "post", decay: "tau_rate", unit: "Hz", about: "rate of the target" } },
  // Renart, Song and Wang 2003: weights change in proportion to themselves and to the rate difference.
  on: {
    post: { rate: "rate + 1 / tau_rate" },
    scale: { weight: "weight * max(1 + eta * (1 - rate / rate_target), 0)" },
  },
});
