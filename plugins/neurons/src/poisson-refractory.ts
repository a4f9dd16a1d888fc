import { defineNeuron } from "@spikeloom/kernel";
import { activeWindow, windowParameters } from "./source-window.ts";

/**
 * Poisson spike source with dead time.
 *
 * `rate` is the mean rate, including the dead time.
 */
export const poissonRefractory = defineNeuron({
  name: "poisson-refractory",
  about: "Poisson spike source with dead time.",
  cite: ["doi:10.1007/s10827-011-0362-8"],
  parameters: {
    rate: { default: "1 Hz", about: "mean firing rate", min: "0 Hz", exclusive: true },
    tau_refrac: { default: "0 ms", about: "dead time; less than 1 / rate", min: "0 ms" },
    ...windowParameters,
  },
  source: {
    process: "renewal",
    interval: "tau_refrac - log(1 - rand()) * (1 / rate - tau_refrac)",
    ...activeWindow,
  },
});
