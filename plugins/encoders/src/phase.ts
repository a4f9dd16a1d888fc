import { defineEncoder } from "@spikeloom/kernel";
import { repeatedSpikes } from "./repeated-spikes.ts";
import { checkUnit, oneEach } from "./unit-values.ts";

/**
 * Encode the binary digits of each value as spikes of a period.
 *
 * Values are rounded down to `phases` digits; 1 becomes the greatest of them, 1 - 2^-phases.
 */
export const phase = defineEncoder({
  name: "phase",
  about: "The binary digits of a value from 0 to 1 as the spikes of a period.",
  cite: ["doi:10.1016/j.neucom.2018.05.087"],
  parameters: {
    phases: {
      default: 8,
      about: "number of binary digits per period",
      type: "integer",
      min: 1,
      max: 52,
    },
    step: { default: "1 ms", about: "duration of one phase", min: "0 ms", exclusive: true },
  },
  valueByValue: true,
  neurons: oneEach,
  spikes({ values }, { from, until, parameters: { phases, step } }) {
    checkUnit(values, "phase");
    const trains = Array.from(values, (value) => {
      const digits = Math.min(Math.floor(value * 2 ** phases), 2 ** phases - 1);
      const set = (k: number): boolean => Math.floor(digits / 2 ** (phases - 1 - k)) % 2 === 1;
      return Array.from({ length: phases }, (_, k) => k)
        .filter(set)
        .map((k) => k * step);
    });
    return repeatedSpikes({ period: phases * step, trains }, { from, until });
  },
  // The mean over the whole periods of the window; a window starts with a period.
  decode(spikes, { from, until, parameters: { phases, step } }) {
    const period = phases * step;
    const periods = Math.max(1, Math.floor((until - from) / period + 1e-9));
    return Float64Array.from(spikes, (times) => {
      const weights = times
        .filter((time) => time < from + periods * period)
        .map((time) => 2 ** -(1 + (Math.round(time / step) % phases)));
      return weights.reduce((sum, weight) => sum + weight, 0) / periods;
    });
  },
});
