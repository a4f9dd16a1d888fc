import { defineNeuron } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/** Poisson spike source with a sinusoidal rate. */
export const poissonSine = defineNeuron({
  name: "poisson-sine",
  about: "Poisson spike source with a sinusoidal rate.",
  cite: ["doi:10.1002/nav.3800260304"],
  parameters: {
    rate: { default: "10 Hz", about: "mean firing rate", min: "0 Hz" },
    modulation: { default: 1, about: "amplitude of the rate relative to its mean", min: 0 },
    frequency: { default: "5 Hz", about: "frequency of the modulation" },
    phase: { default: 0, about: "phase at time zero, in radians" },
    ...windowParameters,
  },
  source: {
    process: "poisson",
    rate: "max(0*Hz, rate * (1 + modulation * sin(2 * pi * frequency * t + phase)))",
    bound: "rate * (1 + modulation)",
    ...activeWindow,
  },
});
