import { defineNeuron } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/** Renewal spike source with gamma-distributed intervals of mean alpha / beta. */
export const gamma = defineNeuron({
  name: "gamma",
  about: "Renewal spike source with gamma-distributed intervals.",
  cite: ["isbn:9780262041997"],
  parameters: {
    alpha: { default: 2, about: "shape parameter of the intervals", min: 0, exclusive: true },
    beta: {
      default: "1 Hz",
      about: "rate parameter of the intervals",
      min: "0 Hz",
      exclusive: true,
    },
    ...windowParameters,
  },
  source: { process: "renewal", interval: "gamma(alpha) / beta", ...activeWindow },
});
