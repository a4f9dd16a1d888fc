import { defineEncoder } from "@spikeloom/kernel";
import { checkOrder, checkUnit, oneEach } from "./unit-values.ts";

/**
 * Encode each value as a burst: greater values give more and closer spikes.
 *
 * `ceil(value * spikes_max)` spikes, `interval_max - value * (interval_max - interval_min)` apart; a single spike is
 * emitted after the longest interval.
 */
export const burst = defineEncoder({
  name: "burst",
  about: "A burst for each value from 0 to 1; greater values give more and closer spikes.",
  cite: ["doi:10.3389/fnins.2021.638474", "doi:10.1145/3316781.3317822"],
  parameters: {
    spikes_max: { default: 5, about: "number of spikes for the value 1", type: "integer", min: 1 },
    interval_min: {
      default: "2 ms",
      about: "interval for the value 1",
      min: "0 ms",
      exclusive: true,
    },
    interval_max: {
      default: "10 ms",
      about: "interval for the value 0",
      min: "0 ms",
      exclusive: true,
    },
  },
  valueByValue: true,
  neurons: oneEach,
  ends: true,
  spikes({ values }, { from, until, parameters: { spikes_max, interval_min, interval_max } }) {
    checkOrder("burst", { interval_min, interval_max }, { mayBeEqual: true });
    checkUnit(values, "burst");
    return Array.from(values, (value) => {
      const count = Math.ceil(value * spikes_max);
      const share = count > 1 ? value : 0;
      const interval = interval_max - share * (interval_max - interval_min);
      const times = Array.from({ length: count }, (_, k) => (k + 1) * interval);
      return Float64Array.from(times.filter((time) => time >= from && time < until));
    });
  },
  // An interval determines the value exactly; a single spike only bounds it by the value of one spike, and equal
  // intervals determine it by their number only.
  decode(spikes, { parameters: { spikes_max, interval_min, interval_max } }) {
    return Float64Array.from(spikes, ([first, second, ...rest]) => {
      if (first === undefined) return 0;
      if (second !== undefined && interval_min === interval_max) {
        return (rest.length + 1.5) / spikes_max;
      }
      if (second === undefined) return 0.5 / spikes_max;
      return (interval_max - (second - first)) / (interval_max - interval_min);
    });
  },
});
