import { defineNeuron } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/** Poisson spike source with a constant rate. */
export const poisson = defineNeuron({
  name: "poisson",
  about: "Poisson spike source with a constant rate.",
  cite: ["isbn:9780262041997"],
  parameters: {
    rate: { default: "1 Hz", about: "mean firing rate", min: "0 Hz" },
    ...windowParameters,
  },
  source: { process: "poisson", rate: "rate", bound: "rate", ...activeWindow },
});
