import { defineEncoder } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { checkUnit, oneEach } from "./unit-values.ts";

/** Milliseconds whose spikes are drawn together, so that every window needs few draws. */
const block = 100;

/**
 * Emit Poisson spikes at a rate proportional to the value.
 *
 * A value from 0 to 1 fires at `rate_min + value * (rate_max - rate_min)`.
 */
export const rate = defineEncoder({
  name: "rate",
  about: "Poisson spikes whose rate is proportional to a value from 0 to 1.",
  cite: ["isbn:9780262041997"],
  parameters: {
    rate_max: { default: "100 Hz", about: "rate for the value 1", min: "0 Hz" },
    rate_min: { default: "0 Hz", about: "rate for the value 0", min: "0 Hz" },
  },
  neurons: oneEach,
  spikes({ values }, { from, until, seed, parameters: { rate_max, rate_min } }) {
    checkUnit(values, "rate");
    const key = streamKey(seed, "encode/rate");
    const draws = stream(key, 0);
    const [first, end] = [Math.floor(from / block), Math.ceil(until / block)];
    return Array.from(values, (value, neuron) => {
      // Internal rates are in kHz, which is spikes per millisecond.
      const mean = (rate_min + value * (rate_max - rate_min)) * block;
      const times: number[] = [];
      for (let part = first; part < end; part++) {
        draws.seek(neuron, part);
        const count = draws.poisson(mean);
        for (let k = 0; k < count; k++) times.push((part + draws.uniform()) * block);
      }
      return Float64Array.from(times.filter((time) => time >= from && time < until)).sort();
    });
  },
  decode(spikes, { from, until, parameters: { rate_max, rate_min } }) {
    const span = until - from;
    return Float64Array.from(
      spikes,
      ({ length }) => (length / span - rate_min) / (rate_max - rate_min),
    );
  },
});
