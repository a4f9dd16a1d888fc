import { defineEncoder } from "@spikeloom/kernel";
import { checkUnit, oneEach } from "./unit-values.ts";

/** Emit evenly spaced spikes at a rate proportional to the value. */
export const rateRegular = defineEncoder({
  name: "rate-regular",
  about: "Evenly spaced spikes whose rate is proportional to a value from 0 to 1.",
  cite: ["isbn:9780262041997"],
  parameters: {
    rate_max: { default: "100 Hz", about: "rate for the value 1", min: "0 Hz", exclusive: true },
    phase: {
      default: 0.5,
      about: "time of the first spike, as a fraction of the interval",
      min: 0,
      max: 1,
    },
  },
  valueByValue: true,
  neurons: oneEach,
  spikes({ values }, { from, until, parameters: { rate_max, phase } }) {
    checkUnit(values, "rate-regular");
    return Array.from(values, (value) => {
      const rate = value * rate_max;
      const times: number[] = [];
      if (rate === 0) return new Float64Array(0);
      for (let k = Math.max(0, Math.ceil(from * rate - phase) - 1); ; k++) {
        const time = (k + phase) / rate;
        if (time >= until) break;
        if (time >= from) times.push(time);
      }
      return Float64Array.from(times);
    });
  },
  // Two spikes determine the rate exactly, a single one only by its count.
  decode(spikes, { from, until, parameters: { rate_max } }) {
    return Float64Array.from(spikes, (times) => {
      const [first = 0, last = 0, count] = [times[0], times.at(-1), times.length];
      const rate = count > 1 ? (count - 1) / (last - first) : count / (until - from);
      return rate / rate_max;
    });
  },
});
