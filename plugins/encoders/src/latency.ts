import { defineEncoder } from "@spikeloom/kernel";
import { exp, log } from "./elementary.ts";
import { singleSpikes } from "./single-spikes.ts";
import { checkUnit, oneEach } from "./unit-values.ts";

/**
 * Encode each value as the threshold crossing of a leaky integrator.
 *
 * The potential `value * (1 - exp(-t / tau))` reaches the threshold at `tau * log(value / (value - threshold))`. Values
 * that do not exceed the threshold emit no spike.
 */
export const latency = defineEncoder({
  name: "latency",
  about: "One spike for each value from 0 to 1, when a leaky integrator reaches its threshold.",
  cite: ["doi:10.1162/08997660152002852"],
  parameters: {
    tau: {
      default: "20 ms",
      about: "time constant of the integrator",
      min: "0 ms",
      exclusive: true,
    },
    threshold: {
      default: 0.2,
      about: "value below which no spike is emitted",
      min: 0,
      exclusive: true,
      max: 1,
    },
  },
  valueByValue: true,
  neurons: oneEach,
  ends: true,
  spikes({ values }, { from, until, parameters: { tau, threshold } }) {
    checkUnit(values, "latency");
    return singleSpikes(
      values.map((value) =>
        value > threshold ? tau * log(value / (value - threshold)) : Number.POSITIVE_INFINITY,
      ),
      { from, until },
    );
  },
  decode(spikes, { parameters: { tau, threshold } }) {
    return Float64Array.from(spikes, ([time]) =>
      time === undefined ? 0 : threshold / (1 - exp(-time / tau)),
    );
  },
});
